import { paramOf, plainKey, type Translated, translateOperator } from './alibaba-operator.ts';
import { type DraftRule, finishDraft, type Imported, type Lost, type Witness } from './draft.ts';
import { bindsDifferently, type Logic, negationsInward, parseLogic, partsOfLogic, printLogic } from './logic.ts';

type Wire = Record<string, unknown>;
/** A condition in our words: a clause, and turns that make it true. */
type Clause = {
  text: string;
  negative: boolean;
  role: string;
  witness: Witness[];
  anchor?: { cid: string; place: string; turns: number };
};
export type AlibabaOptions = {
  name?: string;
  /** In older exports `hit_time: -1` of an anchor means the last hit, in today's any hit. */
  dialect?: 'current' | 'older';
};

const at = (wire: Wire | undefined, key: string): unknown =>
  wire === undefined ? undefined : Object.entries(wire).find(([k]) => plainKey(k) === plainKey(key))?.[1];
const listAt = (wire: Wire, key: string): Wire[] => {
  const value = at(wire, key);
  return Array.isArray(value) ? (value as Wire[]) : [];
};
const roles: Record<string, string> = {
  客服: 'agent',
  坐席: 'agent',
  agent: 'agent',
  客户: 'customer',
  customer: 'customer',
};
const roleOf = (range: Wire | undefined): string => roles[String(at(range, 'role') ?? '')] ?? 'anyone';

const note = (lost: Lost[], where: string) => (what: string, why: string) => void lost.push({ where, what, why });

const readLambda = (lambda: string, lose: (what: string, why: string) => void): Logic => {
  const logic = parseLogic(lambda, 'level');
  if (bindsDifferently(lambda))
    lose(
      `lambda ${lambda}`,
      `&& 与 || 同级、从左到右，已读作 ${printLogic(logic)} both bind alike, left to right: read as ${printLogic(logic)}, not as a programming language would`,
    );
  return logic;
};

/** `in first N turns of agent` … from a range without an anchor. */
const placeOf = (range: Wire | undefined, role: string, lose: (what: string, why: string) => void): string => {
  const span = at(range, 'range') as Wire | undefined;
  if (span === undefined) return '';
  const [from, to] = [Number(at(span, 'from') ?? 1), Number(at(span, 'to') ?? -1)];
  const whose = role === 'anyone' || at(range, 'absolute') === true ? '' : ` of ${role}`;
  if (from <= 1 && from >= 0 && to === -1) return '';
  if (from === 1 && to > 0) return ` in first ${to} turns${whose}`;
  if (from < 0 && to === -1) return ` in last ${-from} turns${whose}`;
  if (from > 0 && to >= from && whose === '') return ` in turns [${from - 1}, ${to - 1}]`;
  lose(
    `range ${from}..${to}`,
    '按角色从中间数起的范围写不出，改为全程 a range counted from the middle within a role: the whole conversation instead',
  );
  return '';
};

const labelLogic = (logic: Logic, texts: ReadonlyMap<string, string>): string | undefined => {
  if (logic.k === 'part') return texts.get(logic.id);
  if (logic.k === 'not') return undefined;
  const [a, b] = [logic.a, logic.b];
  if (logic.k === 'and' && (a.k === 'not' || b.k === 'not')) {
    const [yes, no] = a.k === 'not' ? [b, a.part] : [a, (b as Extract<Logic, { k: 'not' }>).part];
    const [left, right] = [labelLogic(yes, texts), labelLogic(no, texts)];
    return left === undefined || right === undefined ? undefined : `(${left} without ${right})`;
  }
  const [left, right] = [labelLogic(a, texts), labelLogic(b, texts)];
  return left === undefined || right === undefined ? undefined : `(${left} ${logic.k} ${right})`;
};

const anchorOf = (
  range: Wire | undefined,
  options: AlibabaOptions,
  lose: (what: string, why: string) => void,
): Clause['anchor'] => {
  const anchor = at(range, 'anchor') as Wire | undefined;
  const cid = at(anchor, 'cid');
  if (cid === undefined || cid === null || cid === '') return undefined;
  const hit = Number(at(anchor, 'hit_time') ?? -1);
  if (hit === -1 && options.dialect === 'older')
    lose('hit_time -1', '旧版指最后一次命中，这里按任一次 the older dialect means the last hit; any hit is meant here');
  if (hit > 0) lose(`hit_time ${hit}`, '第几次命中写不出，按任一次 the n-th hit of an anchor: any hit is meant here');
  if (hit === 0)
    lose(
      'hit_time 0',
      '每次命中都要满足：只有 a&&!b 的写法能对每次分别判 every hit is judged alone only where the rule reads a&&!b',
    );
  const span = at(range, 'range') as Wire | undefined;
  const [from, to] = [Number(at(span, 'from') ?? 1), Number(at(span, 'to') ?? 1)];
  if (from > 1) lose(`range ${from}..${to}`, '锚点附近从第 1 句起算 counted from the first turn beside the anchor');
  lose(
    `range ${from}..${to} ${at(anchor, 'location')}`,
    '按所有人的轮数计，不只数此角色的句子 turns of everybody are counted, not only those of the role',
  );
  return {
    cid: String(cid),
    place: String(at(anchor, 'location') ?? 'AFTER').toUpperCase(),
    turns: to > 0 ? to : 1000,
  };
};

const readCondition = (
  wire: Wire,
  labels: Record<string, Record<string, unknown>>,
  options: AlibabaOptions & { lost: Lost[] },
): Clause | undefined => {
  const cid = String(at(wire, 'cid') ?? '');
  const where = `condition ${cid}`;
  const lose = note(options.lost, where);
  const range = (at(wire, 'check_range') ?? undefined) as Wire | undefined;
  const role = roleOf(range);
  if (at(range, 'allSentencesSatisfy') === true)
    lose('allSentencesSatisfy', '改为有一句满足 one turn that satisfies it is enough here');
  const parts = new Map<string, Translated>();
  for (const operator of listAt(wire, 'operators')) {
    const oid = String(at(operator, 'oid') ?? at(operator, 'id') ?? '');
    const asked = { param: paramOf(at(operator, 'param')), name: `c${cid}_o${oid}`, role, where, lost: options.lost };
    const translated = translateOperator(String(at(operator, 'type') ?? ''), asked);
    if (translated !== undefined) parts.set(oid, translated);
  }
  const lambda = String(at(wire, 'lambda') ?? [...parts.keys()].join('&&'));
  if (lambda === '') return undefined;
  const logic = negationsInward(readLambda(lambda, lose));
  if (!partsOfLogic(logic).every((id) => parts.has(id))) return undefined;
  for (const part of parts.values()) if (part.k === 'words') Object.assign(labels, part.labels);
  const anchor = anchorOf(range, options, lose);
  const place = anchor === undefined ? placeOf(range, role, lose) : '';
  const speaker = role === 'anyone' ? 'customer' : role;
  const witness = [...parts.values()].flatMap((p): Witness[] =>
    p.k === 'clause' ? p.witness : [{ role: speaker, text: p.says.join('，') }],
  );
  const found = clauseOf(logic, parts, { role, place });
  return found === undefined
    ? undefined
    : { ...found, role, witness: jointly(witness, parts), ...(anchor === undefined ? {} : { anchor }) };
};

/** Words of one condition are said in one turn. */
const jointly = (witness: Witness[], parts: ReadonlyMap<string, Translated>): Witness[] =>
  [...parts.values()].every((p) => p.k === 'words') && witness.length > 1
    ? [{ role: (witness[0] as Witness).role, text: witness.map((w) => w.text).join('，') }, ...witness]
    : witness;

const clauseOf = (
  logic: Logic,
  parts: ReadonlyMap<string, Translated>,
  how: { role: string; place: string },
): Pick<Clause, 'text' | 'negative'> | undefined => {
  const words = [...parts].filter(([, p]) => p.k === 'words');
  const one =
    logic.k === 'part'
      ? parts.get(logic.id)
      : logic.k === 'not' && logic.part.k === 'part'
        ? parts.get(logic.part.id)
        : undefined;
  const spoken = (text: string) => `${how.role} says ${text}${how.place}`;
  if (one !== undefined) {
    const negative = (logic.k === 'not') !== (one.k === 'words' && one.absent);
    return { text: one.k === 'words' ? spoken(one.text) : `${one.text}${how.place}`, negative };
  }
  if (words.length !== parts.size) return joined(logic, (id) => parts.get(id), how);
  const labels = labelLogic(
    withAbsent(logic, parts),
    new Map(words.map(([id, p]) => [id, (p as Extract<Translated, { k: 'words' }>).text])),
  );
  return labels === undefined ? undefined : { text: spoken(labels), negative: false };
};
const withAbsent = (logic: Logic, parts: ReadonlyMap<string, Translated>): Logic => {
  if (logic.k === 'part') {
    const part = parts.get(logic.id);
    return part?.k === 'words' && part.absent ? { k: 'not', part: logic } : logic;
  }
  if (logic.k === 'not') return logic;
  return { ...logic, a: withAbsent(logic.a, parts), b: withAbsent(logic.b, parts) };
};
const joined = (
  logic: Logic,
  of: (id: string) => Translated | undefined,
  how: { role: string; place: string },
): Pick<Clause, 'text' | 'negative'> | undefined => {
  const write = (l: Logic): string => {
    if (l.k === 'not') return `not ${write(l.part)}`;
    if (l.k !== 'part') return `(${write(l.a)} ${l.k} ${write(l.b)})`;
    const part = of(l.id);
    return part?.k === 'clause' ? part.text : `${how.role} says ${part?.text}${how.place}`;
  };
  return { text: write(logic), negative: false };
};

/** A condition beside its anchor. */
const anchored = (clause: Clause, anchor: Clause): string => {
  const { place, turns } = clause.anchor as NonNullable<Clause['anchor']>;
  const reach = ` within ${turns} turns`;
  if (place === 'BEFORE') return `(${clause.text} then ${anchor.text}${reach})`;
  if (place === 'CURRENT')
    return `(${anchor.text} then ${clause.text} within same turn) or (${clause.text} then ${anchor.text} within same turn)`;
  if (place === 'AROUND')
    return `(${anchor.text} then ${clause.text}${reach}) or (${clause.text} then ${anchor.text}${reach})`;
  return `(${anchor.text} then ${clause.text}${reach})`;
};

const severities = ['blocking', 'major', 'minor'];
const bodyOf = (logic: Logic, clauses: ReadonlyMap<string, Clause>): Record<string, unknown> => {
  const clauseAt = (id: string) => clauses.get(id) as Clause;
  if (logic.k === 'and' && logic.a.k === 'part' && logic.b.k === 'not' && logic.b.part.k === 'part') {
    const [a, b] = [clauseAt(logic.a.id), clauseAt(logic.b.part.id)];
    if (b.anchor?.cid === logic.a.id && b.anchor.place === 'AFTER' && !a.negative && !b.negative)
      return { after: a.text, require: `${b.text} within ${b.anchor.turns} turns` };
  }
  const write = (l: Logic): string => {
    if (l.k === 'and' || l.k === 'or') return `(${write(l.a)} ${l.k} ${write(l.b)})`;
    const negated = l.k === 'not';
    const clause = clauseAt(partsOfLogic(l)[0] as string);
    const anchor = clause.anchor === undefined ? undefined : clauses.get(clause.anchor.cid);
    const text = anchor === undefined ? clause.text : `(${anchored(clause, anchor)})`;
    return negated !== clause.negative ? `not ${text}` : text;
  };
  if (logic.k === 'not' || (logic.k === 'part' && clauseAt(logic.id).negative)) {
    const clause = clauseAt(partsOfLogic(logic)[0] as string);
    return { require: clause.text };
  }
  return { forbid: write(logic).replace(/^\((.*)\)$/, (all, inner: string) => (/^[^()]*$/.test(inner) ? inner : all)) };
};

const readRule = (wire: Wire, clauses: ReadonlyMap<string, Clause>, lost: Lost[]): DraftRule | undefined => {
  const rid = String(at(wire, 'rid') ?? at(wire, 'id') ?? '');
  const name = String(at(wire, 'name') ?? rid);
  const where = `rule ${rid} ${name}`;
  const lose = note(lost, where);
  const lambda = String(at(wire, 'lambda') ?? [...clauses.keys()].join('&&'));
  const logic = negationsInward(readLambda(lambda, lose));
  const missing = partsOfLogic(logic).filter((id) => !clauses.has(id));
  if (missing.length > 0) {
    lose(
      `lambda ${lambda}`,
      `条件 ${missing.join('、')} 没有搬过来，整条规则未写入 conditions ${missing.join(', ')} were not carried over, so the rule is left out`,
    );
    return undefined;
  }
  for (const key of ['preqRule', 'triggers', 'score', 'effectiveFrom', 'effectiveTo', 'graphFlow', 'weight'])
    if (at(wire, key) !== undefined && at(wire, key) !== null) lose(key, '没有对应的键 no such key here');
  const used = partsOfLogic(logic).flatMap((id) => {
    const clause = clauses.get(id) as Clause;
    return [...(clause.anchor === undefined ? [] : (clauses.get(clause.anchor.cid)?.witness ?? [])), ...clause.witness];
  });
  const severity = severities[Number(at(wire, 'severity') ?? at(wire, 'level') ?? 1)] ?? 'major';
  const witnesses = used.filter(
    (w, i) =>
      used.findIndex((o) => o.role === w.role && o.text === w.text && o.text !== '') === i ||
      w.text.startsWith('请您再'),
  );
  return { id: `SCA-${rid}`, from: where, body: { severity, ...bodyOf(logic, clauses), message: name }, witnesses };
};

/**
 * Rules of Alibaba SCA (`conditions` × `rules`) as a pack. `&&` and `||` bind alike there, from left to right; where that
 * matters the reading is written out among the lost. Whatever cannot be said is listed by name, never dropped in silence.
 * @throws Error when the JSON is no such export
 */
export const importAlibaba = (json: unknown, options: AlibabaOptions = {}): Imported => {
  const outer = (typeof json === 'string' ? JSON.parse(json) : json) as Wire;
  const root = (at(outer, 'data') ?? outer) as Wire;
  const conditions = listAt(root, 'conditions');
  const rules = listAt(root, 'rules');
  if (conditions.length === 0 || rules.length === 0)
    throw new Error('不是 SCA 规则：应有 conditions 和 rules not an SCA export: conditions and rules were expected');
  const lost: Lost[] = [];
  const labels: Record<string, Record<string, unknown>> = {};
  const clauses = new Map<string, Clause>();
  for (const wire of conditions) {
    const clause = readCondition(wire, labels, { ...options, lost });
    if (clause !== undefined) clauses.set(String(at(wire, 'cid')), clause);
  }
  const drafts = rules.map((rule) => readRule(rule, clauses, lost)).filter((rule) => rule !== undefined);
  return finishDraft({ name: options.name ?? 'imported-sca', title: '由 SCA 规则导入', labels, rules: drafts, lost });
};
