import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Document, openDocuments, readPicture } from '@mingjian/document';
import { align } from '@mingjian/document/alignment.ts';
import {
  canDrawChinese,
  drawn,
  idFrontSvg,
  type Person,
  person,
  photographed,
  random,
} from '@mingjian/document/drawn-papers.fixture.ts';
import type { Quad } from '@mingjian/document/frame.ts';

/** Papers and cards: fields of drawn cards, clean and through a poor camera; the labelled pictures of `../shared/data/ocr`. */
const folder = fileURLToPath(new URL('../../shared/data/ocr/', import.meta.url));
const documents = openDocuments();
const seconds = (used: NodeJS.CpuUsage): number => (used.user + used.system) / 1e6;

const fields = ['name', 'sex', 'nation', 'birth', 'address', 'idNumber'] as const;
const wrongFields = (read: Document, wanted: Person) =>
  fields.filter((name) => read.fields[name]?.value !== wanted[name]);

const poor = (seed: number) => {
  const next = random(seed + 77);
  const [width, height] = [1280, 960];
  const w = 560 + next() * 380;
  const angle = (next() - 0.5) * 0.6;
  const corner = (x: number, y: number) => {
    const [u, v] = [(x - 0.5) * w + (next() - 0.5) * 0.06 * w, ((y - 0.5) * w) / 1.586 + (next() - 0.5) * 0.06 * w];
    return [640 + u * Math.cos(angle) - v * Math.sin(angle), 480 + u * Math.sin(angle) + v * Math.cos(angle)] as const;
  };
  const quad: Quad = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
  return {
    quad,
    width,
    height,
    light: 0.45 + next() * 0.6,
    blur: 0.5 + next() * 1.1,
    noise: next() * 24,
    jpeg: 35 + Math.floor(next() * 50),
    background: 30 + Math.floor(next() * 110),
    seed,
  };
};

const cards = async (count: number) => {
  const table: Record<string, object> = {};
  for (const kind of ['clean', 'degraded'] as const) {
    let [exact, undecidable, silentlyWrong, cpu] = [0, 0, 0, 0];
    for (let seed = 0; seed < count; seed++) {
      const wanted = person(seed);
      const card = await drawn(idFrontSvg(wanted));
      const frame = kind === 'clean' ? card : await photographed(card, poor(seed));
      const before = performance.now();
      const read = await documents.readPicture(frame);
      cpu += (performance.now() - before) / 1000;
      const wrong = wrongFields(read, wanted);
      if (wrong.length === 0) exact++;
      if (read.decision === 'undecidable') undecidable++;
      else if (wrong.length > 0) silentlyWrong++;
      if (wrong.length > 0 || read.decision === 'undecidable')
        console.log(
          kind,
          seed,
          read.kind,
          read.reasons.join('; '),
          wrong.map((name) => `${name}: ${read.fields[name]?.value} for ${wanted[name]}`).join(' | '),
        );
    }
    table[`ID cards, ${kind}`] = {
      N: count,
      'all six fields exact': exact,
      undecidable,
      'wrong and not said': silentlyWrong,
      'wall s a card': (cpu / count).toFixed(2),
    };
  }
  console.table(table);
};

/** NFKC, no spaces, one kind of dash: what the reference pages ask for before comparing. */
const scored = (text: string): string[] => [
  ...text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[—–‐―－]|(?<=[\d%])一(?=\d)/g, '-')
    .replace(/[，]/g, ',')
    .replace(/[：]/g, ':'),
];

const pages = async () => {
  const truth = JSON.parse(readFileSync(`${folder}truth.json`, 'utf8')) as Record<
    string,
    { kind: string; lines?: { text: string; direction?: string }[]; fields?: Record<string, string> }
  >;
  const table: Record<string, object> = {};
  for (const [file, { lines, fields: wanted }] of Object.entries(truth)) {
    const frame = await readPicture(`${folder}${file}`);
    const before = performance.now();
    const read = await documents.readPicture(frame);
    const wallS = ((performance.now() - before) / 1000).toFixed(2);
    if (lines !== undefined) {
      const want = scored(lines.map((line) => line.text).join(''));
      const seen = scored(read.rows.map((row) => row.text).join(''));
      const { distance, differences } = align(want, seen, { whole: true });
      if (distance < 20) console.log(file, differences.map((one) => `${one.expected}→${one.read}`).join(' '));
      table[file] = {
        characters: want.length,
        CER: `${((100 * distance) / want.length).toFixed(2)} %`,
        kind: read.kind,
        decision: read.decision,
        'wall s': wallS,
      };
    } else {
      const values = Object.values(read.fields).map((field) => field.value);
      const birth = read.fields.birth?.value.split('-').map(Number).join(' ');
      const all = Object.entries(wanted!).map(([name, value]) =>
        name === '出生'
          ? birth === value.match(/\d+/g)!.map(Number).join(' ')
          : values.some((one) => one === value || (name.startsWith('住址') && one.includes(value))),
      );
      table[file] = {
        'fields exact': `${all.filter(Boolean).length} of ${all.length}`,
        kind: read.kind,
        decision: read.decision,
        'wall s': wallS,
      };
    }
  }
  console.table(table);
};

try {
  const [capability] = documents.capabilities();
  if (!capability!.available) console.log(`nothing measured: ${capability!.reason}`);
  else {
    if (await canDrawChinese()) await cards(Number(process.argv[2] ?? 40));
    else console.log('drawn cards not measured: no Chinese font here');
    if (existsSync(folder)) await pages();
    else console.log('labelled pictures (../shared/data/ocr) are not here');
    console.log(
      `engine at most ${Math.round(documents.peakRssBytes() / 2 ** 20)} MiB; this process ${seconds(process.cpuUsage()).toFixed(1)} s of CPU`,
    );
  }
} finally {
  await documents.stop();
}
