import { agreementsOf, readFirstReading, readSecondReadings } from '@mingjian/corpus';

/** How far a second reader of the corpus, without the labels, agrees with the first: Cohen's κ per item. */
const { records } = readFirstReading();
const { readings } = readSecondReadings();
const agreements = agreementsOf(records, readings);
console.log(`${readings.length} conversations read twice`);
console.log('item                               both first second  κ');
for (const { item, both, first, second, kappa } of agreements)
  console.log(
    `${item.padEnd(34)} ${String(both).padStart(4)} ${String(first).padStart(5)} ${String(second).padStart(6)}  ${kappa.toFixed(2)}`,
  );
const counted = agreements.filter(({ both, first }) => both + first >= 3);
const macro = counted.reduce((sum, { kappa }) => sum + kappa, 0) / counted.length;
console.log(
  `macro κ over ${counted.length} items that the first reader saw violated at least 3 times: ${macro.toFixed(3)}`,
);
