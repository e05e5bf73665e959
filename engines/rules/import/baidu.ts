import { type DraftRule, finishDraft, type Imported, type Lost } from './draft.ts';
import { type Logic, negationsInward, parseLogic, partsOfLogic } from './logic.ts';

/** `a&&!b` within one turn as a label expression; undefined for what is true of every turn (`!a`). */
const within = (logic: Logic, names: ReadonlyMap<string, string>): string | undefined => {
  if (logic.k === 'part') return names.get(logic.id);
  if (logic.k === 'not') return undefined;
  const negated = logic.k === 'and' ? [logic.a, logic.b].find((side) => side.k === 'not') : undefined;
  if (negated?.k === 'not') {
    const left = within(logic.a === negated ? logic.b : logic.a, names);
    const right = within(negated.part, names);
    return left === undefined || right === undefined ? undefined : `(${left} without ${right})`;
  }
  const [a, b] = [within(logic.a, names), within(logic.b, names)];
  return a === undefined || b === undefined ? undefined : `(${a} ${logic.k} ${b})`;
};

const unquoted = (source: string): string => source.trim().replace(/^"(.*)"$/, '$1');

/**
 * Keyword strings of Baidu (`(会议||例会)&&!取消`) as a pack: one rule a string, said by anyone in one turn.
 * `&&` binds before `||`; a string that only excludes is listed as lost.
 */
export const importBaidu = (strings: readonly string[], options: { name?: string } = {}): Imported => {
  const lost: Lost[] = [];
  const labels: Record<string, Record<string, unknown>> = {};
  const rules: DraftRule[] = [];
  strings.map(unquoted).forEach((source, i) => {
    const from = `${i + 1}: ${source}`;
    if (source === '') return;
    try {
      const logic = negationsInward(parseLogic(source, 'usual'));
      const words = [...new Set(partsOfLogic(logic))];
      const names = new Map(words.map((word, k) => [word, `k${i + 1}_${k + 1}`]));
      const text = within(logic, names);
      if (text === undefined) {
        lost.push({ where: from, what: source, why: '只有排除、没有要找的词 it only excludes, and looks for no word' });
        return;
      }
      for (const [word, name] of names) labels[name] = { any: [word] };
      lost.push({
        where: from,
        what: '角色、时间 role and time',
        why: '原串不含，按任何人的一轮话 the string says none: any speaker, one turn',
      });
      const said = words.map((word) => ({ role: 'agent', text: word }));
      const witnesses = [{ role: 'agent', text: words.join('，') }, ...pairs(words), ...said].slice(0, 7);
      rules.push({ id: `BAIDU-${i + 1}`, from, body: { forbid: `anyone says ${text}`, message: source }, witnesses });
    } catch (error) {
      lost.push({ where: from, what: source, why: (error as Error).message });
    }
  });
  const unreadable = lost.filter((l) => l.what === strings[Number(l.where.split(':')[0]) - 1]?.trim()).length;
  if (unreadable > strings.length / 2)
    throw new Error(
      `不像关键词串，多数行读不懂 most lines are no keyword strings (${lost[0]?.where}: ${lost[0]?.why})`,
    );
  if (rules.length === 0) throw new Error('没有一条能导入 no string could be imported');
  return finishDraft({ name: options.name ?? 'imported-baidu', title: '由关键词串导入', labels, rules, lost });
};

const pairs = (words: readonly string[]) =>
  words.flatMap((a, i) => words.slice(i + 1).map((b) => ({ role: 'agent', text: `${a}，${b}` })));
