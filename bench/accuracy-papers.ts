import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDocuments, type RgbFrame } from '@mingjian/document';
import { drawn, idFrontSvg, pageSvg, person, photographed, random } from '@mingjian/document/drawn-papers.fixture.ts';
import type { Quad } from '@mingjian/document/frame.ts';

/** Papers through time: holds and page turns of drawn clips (960 × 720, two looks a second), and false alarms on recordings without a paper. */
const documents = openDocuments();
const everyMs = 500;
const shifted = (quad: Quad, dx: number, dy: number): Quad => quad.map(([x, y]) => [x + dx, y + dy]) as unknown as Quad;

const quadOf = (next: () => number, size: number, shape: number): Quad => {
  const [w, h] = [size, size / shape];
  const [x, y] = [480 - w / 2 + (next() - 0.5) * 120, 360 - h / 2 + (next() - 0.5) * 40];
  const near = () => (next() - 0.5) * 0.05 * size;
  return [
    [x + near(), y + near()],
    [x + w + near(), y + near()],
    [x + w + near(), y + h + near()],
    [x + near(), y + h + near()],
  ];
};

/** A card comes in from the side, is held with a slight tremor, and goes; every third one never stands still. */
const heldClip = async (seed: number): Promise<{ frames: RgbFrame[]; heldMs: number }> => {
  const next = random(seed + 500);
  const card = await drawn(idFrontSvg(person(seed)));
  const quad = quadOf(next, 420 + next() * 240, 1.586);
  const looks = seed % 3 === 2 ? 0 : 3 + Math.floor(next() * 8);
  const places: [number, number][] = [
    [-230, 40],
    [-110, 15],
  ];
  for (let i = 0; i < looks; i++) places.push([(next() - 0.5) * 4, (next() - 0.5) * 4]);
  if (looks === 0) for (let i = 0; i < 6; i++) places.push([i * 45 - 100, (i % 2) * 70]);
  places.push([120, 30], [240, 60]);
  const frames: RgbFrame[] = [];
  const camera = { width: 960, height: 720, blur: 0.6, noise: 10, jpeg: 70, background: 40 + Math.floor(next() * 80) };
  for (const [dx, dy] of places) {
    const frame = await photographed(card, { ...camera, quad: shifted(quad, dx, dy), seed: seed * 31 + frames.length });
    frames.push({ ...frame, tMs: frames.length * everyMs });
  }
  return { frames, heldMs: looks === 0 ? 0 : (looks - 1) * everyMs };
};

const words =
  '投资风险产品客户收益本金期限费用合同条款保险责任免除等待犹豫退保现金价值银行理财基金信托承担阅读理解确认签名日期金额利率还款贷款';
const page = (next: () => number, n: number) => {
  const lines = Array.from({ length: 14 + Math.floor(next() * 6) }, () =>
    Array.from({ length: 8 + Math.floor(next() * 20) }, () => words[Math.floor(next() * words.length)]!).join(''),
  );
  return drawn(pageSvg(`第${n}页 条款`, lines));
};

/** A lying booklet: pages shown for a while, a hand over the paper between them (not at every turn). */
const pagesClip = async (seed: number): Promise<{ frames: RgbFrame[]; turns: number[] }> => {
  const next = random(seed + 900);
  const quad = quadOf(next, 430, 0.72);
  const frames: RgbFrame[] = [];
  const turns: number[] = [];
  const count = 1 + (seed % 4);
  for (let n = 1; n <= count; n++) {
    const sheet = await page(next, n);
    const looks = 3 + Math.floor(next() * 5);
    if (n > 1) turns.push(frames.length * everyMs);
    for (let i = 0; i < looks; i++) {
      const frame = await photographed(sheet, {
        quad,
        width: 960,
        height: 720,
        blur: 0.6,
        noise: 10,
        jpeg: 70,
        background: 60,
        light: 0.8 + 0.3 * next(),
        seed: seed * 97 + frames.length,
      });
      if (i === looks - 1 && n < count && seed % 2 === 0) covered(frame, quad, next);
      frames.push({ ...frame, tMs: frames.length * everyMs });
    }
  }
  return { frames, turns };
};
const covered = (frame: RgbFrame, quad: Quad, next: () => number): void => {
  const from = quad[0][0] + next() * 100;
  for (let y = Math.floor(quad[0][1] + 60); y < frame.height; y++)
    for (let x = Math.floor(from); x < Math.min(frame.width, from + 170); x++)
      frame.rgb.set([186, 138, 112], (y * frame.width + x) * 3);
};

const holds = async (count: number) => {
  let [present, found, right, alarms, quiet] = [0, 0, 0, 0, 0];
  for (let seed = 0; seed < count; seed++) {
    const { frames, heldMs } = await heldClip(seed);
    const facts = await documents.watch(frames);
    const held = facts.filter((fact) => fact.name === 'document.held' && fact.measures!.heldMs! >= 1000);
    if (heldMs === 0) {
      quiet++;
      alarms += held.length;
      continue;
    }
    present++;
    if (held.length > 0) found++;
    if (held.some((fact) => Math.abs(fact.measures!.heldMs! - heldMs) <= everyMs)) right++;
    if (held.length !== 1)
      console.log(
        'held',
        seed,
        heldMs,
        facts.map((fact) => [fact.name, fact.t, fact.end, fact.reason ?? '']).join(' | '),
      );
    alarms += Math.max(0, held.length - 1);
  }
  console.table({
    'card held ≥ 1 s': {
      'clips with / without': `${present} / ${quiet}`,
      found,
      'length within 0.5 s': right,
      'false alarms': alarms,
    },
  });
};

const turnsOf = async (count: number) => {
  let [wanted, seen, hits] = [0, 0, 0];
  for (let seed = 0; seed < count; seed++) {
    const { frames, turns } = await pagesClip(seed);
    const facts = await documents.watch(frames);
    const turned = facts.filter((fact) => fact.name === 'document.turned').map((fact) => fact.t);
    wanted += turns.length;
    seen += turned.length;
    hits += turns.filter((t) => turned.some((one) => Math.abs(one - t) <= 2 * everyMs)).length;
    if (turned.length !== turns.length)
      console.log(
        'turned',
        seed,
        turns,
        facts.map((fact) => [fact.name, fact.t, fact.end, fact.value ?? fact.reason ?? '']).join(' | '),
      );
  }
  console.table({
    'page turned': { clips: count, 'turns drawn': wanted, 'turns reported': seen, 'right within 1 s': hits },
  });
};

const recordings = fileURLToPath(new URL('../../shared/data/recordings/', import.meta.url));
const withoutPaper = async () => {
  const files = readdirSync(recordings).filter((name) => name.endsWith('.webm'));
  let [alarms, looks] = [0, 0];
  for (const file of files) {
    const args = [
      '-v',
      'error',
      '-i',
      `${recordings}${file}`,
      '-vf',
      'fps=1/2,scale=640:480',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ];
    const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 30 });
    const size = 640 * 480 * 3;
    const frames = Array.from({ length: Math.floor(stdout.length / size) }, (_, i) => ({
      tMs: i * 2000,
      width: 640,
      height: 480,
      rgb: new Uint8Array(stdout.subarray(i * size, (i + 1) * size)),
    }));
    looks += frames.length;
    const facts = frames.length === 0 ? [] : await documents.watch(frames);
    const shown = facts.filter((fact) => fact.name === 'document.shown').length;
    if (shown > 0) console.log(file, shown);
    alarms += shown;
  }
  console.table({ 'recordings without a paper': { files: files.length, looks, 'papers reported': alarms } });
};

try {
  const [capability] = documents.capabilities();
  if (!capability!.available) console.log(`nothing measured: ${capability!.reason}`);
  else {
    const clips = Number(process.argv[2] ?? 24);
    if (clips > 0) await holds(clips);
    if (clips > 0) await turnsOf(clips);
    if (process.argv[3] !== 'drawn' && existsSync(recordings)) await withoutPaper();
  }
} finally {
  await documents.stop();
}
