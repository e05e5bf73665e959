import { everyNth, factsBy, noneOf, pcmOf, rowsOf, speech } from './material.ts';

/** Answers of synthetic voices: what was said against what was decided, clean or under one condition. */
export const answers = async (every: number, condition = 'clean'): Promise<void> => {
  const counts = new Map<string, number>();
  const rows = everyNth(
    rowsOf('answers/labels.tsv').filter((r) => (r.polarity ?? '') !== ''),
    every,
  );
  for (const row of rows) {
    const pcmPath = pcmOf(`answers/${row.file}`, { condition });
    const [fact] = await factsBy((run) => speech.answer({ pcmPath }, run));
    const key = `${row.polarity} → ${fact?.polarity}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (row.polarity !== fact?.polarity) console.log(`  ${row.file} ${row.text}: ${fact?.text} (${fact?.polarity})`);
  }
  console.log(`${condition}, ${rows.length} answers\n| said → decided | N |\n|---|---|`);
  for (const [key, n] of [...counts].sort()) console.log(`| ${key} | ${n} |`);
  const said = (polarity: string) => rows.filter((r) => r.polarity === polarity).length;
  const of = (key: string) => counts.get(key) ?? 0;
  const decided = of('yes → yes') + of('no → no');
  const clear = said('yes') + said('no');
  const wrong = of('no → yes');
  console.log(
    `decided without a person ${decided} of ${clear}; "no" taken for "yes" ${wrong === 0 ? noneOf(said('no')) : `${wrong} of ${said('no')}`}`,
  );
};
