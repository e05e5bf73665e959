import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { centred, cosine, DIMENSIONS, meanVector, nearestIndex, openMeaning } from '@mingjian/meaning';

/**
 * Sentence vectors: processor time of the engine a turn (bar 8 ms), exact search among 100,000 vectors (bar 50 ms), and how near opposite
 * and unrelated sentences lie after the mean is taken off. Turns are those of `../shared/data/calls`; without them eight of our own.
 */
const TICKS_PER_SECOND = 100;
const ROWS = 100_000;
const calls = fileURLToPath(new URL('../../shared/data/calls/conversations.jsonl', import.meta.url));
const own = [
  '您好，请问有什么可以帮您？',
  '这款产品保本吗',
  '我想退保',
  '请您出示身份证',
  '会不会亏钱？',
  '是的',
  '我要投诉',
  '好的',
];
const turns = existsSync(calls)
  ? readFileSync(calls, 'utf8')
      .trim()
      .split('\n')
      .flatMap((line) => (JSON.parse(line) as { turns: { text: string }[] }).turns.map(({ text }) => text))
  : own;
/** Same meaning, opposite meaning, and another subject. */
const pairs = [
  ['same', '这个产品保证本金安全吗', '买了它本金会不会有损失'],
  ['opposite', '这款产品保本', '这款产品不保本'],
  ['opposite', '请把验证码告诉我', '请不要把验证码告诉任何人'],
  ['another subject', '这款产品保本', '请问您的地址有变化吗'],
] as const;

const engineCpuMs = (): number =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((pid) => pid !== '')
    .reduce((sum, pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    }, 0);

const meaning = openMeaning();
try {
  const [capability] = meaning.capabilities();
  if (!capability?.available) console.log(`nothing measured: ${capability?.reason}`);
  else {
    await meaning.embed(['预热']);
    const unlike = [...new Set(turns)];
    const [cpu, wall] = [engineCpuMs(), performance.now()];
    const vectors = await meaning.embed(unlike);
    const cpuMs = (engineCpuMs() - cpu) / unlike.length;
    const wallMs = (performance.now() - wall) / unlike.length;
    const pieces = unlike.reduce((sum, text) => sum + meaning.read(text).ids.length, 0) / unlike.length;

    const index = nearestIndex<number>(DIMENSIONS);
    // Numbers of no meaning: an exact search costs the same whatever they are.
    for (let row = 0; row < ROWS; row++)
      index.add(
        row,
        Float32Array.from({ length: DIMENSIONS }, (_, i) => ((row * 31 + i * 17) % 101) / 101 - 0.5),
      );
    index.nearest(vectors[0]!, 10);
    const searches = Array.from({ length: 15 }, (_, i) => {
      const used = process.cpuUsage();
      index.nearest(vectors[i % vectors.length]!, 10);
      return process.cpuUsage(used).user / 1000;
    }).sort((a, b) => a - b);

    const mean = meanVector(vectors);
    const figures = {
      turns: unlike.length,
      'pieces a turn': Number(pieces.toFixed(1)),
      'CPU ms a turn': Number(cpuMs.toFixed(2)),
      'wall ms a turn': Number(wallMs.toFixed(2)),
      'search ms among 100,000, median': Number(searches[7]!.toFixed(1)),
      'engine peak MiB': Math.round(meaning.peakRssBytes() / 2 ** 20),
    };
    console.table(figures);
    const table = [];
    for (const [kind, a, b] of pairs) {
      const [one, other] = (await meaning.embed([a, b])).map((vector) => centred(vector, mean));
      table.push({ kind, a, b, 'centred cosine': Number(cosine(one!, other!).toFixed(2)) });
    }
    console.table(table);
    if (process.env.MJ_BENCH_RESULT !== undefined)
      writeFileSync(process.env.MJ_BENCH_RESULT, JSON.stringify({ ...figures, pairs: table }));
  }
} finally {
  await meaning.stop();
}
