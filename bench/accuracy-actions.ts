import { openActions } from '@mingjian/action';
import { clip, kinds } from '@mingjian/action/drawn-signing.fixture.ts';

/** Signing on drawn clips: 24 looks each, two a second. Drawn hands are not real hands: the capability stays `unmeasured`. */
const actions = openActions();
const each = Number(process.argv[2] ?? 20);
const table: Record<string, object> = {};
let [hits, alarms] = [0, 0];
const before = process.cpuUsage();
for (const kind of kinds) {
  let [reported, timed] = [0, 0];
  for (let seed = 0; seed < each; seed++) {
    const { frames, span } = clip(kind, seed);
    const seen = (await actions.watch(frames)).filter((fact) => fact.name === 'sign.suspected');
    if (seen.length > 0) reported++;
    if (span !== null && seen.some((fact) => fact.t >= span[0] && fact.t <= span[1] && fact.end! <= span[1] + 2500))
      timed++;
  }
  if (kind === 'signing') hits = reported;
  else alarms += reported;
  table[kind] = {
    clips: each,
    'reported as signing': reported,
    ...(kind === 'signing' ? { 'within the span (+2.5 s)': timed } : {}),
  };
}
console.table(table);
const used = process.cpuUsage(before);
console.log(
  `precision ${(hits / Math.max(1, hits + alarms)).toFixed(2)}, recall ${(hits / each).toFixed(2)}; N ${each} with, ${each * (kinds.length - 1)} without`,
);
console.log(`CPU with drawing ${((used.user + used.system) / 1000 / (each * kinds.length * 24)).toFixed(1)} ms a look`);
for (const one of actions.capabilities()) console.log(`${one.name}: ${one.available ? 'available' : one.reason}`);
