import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectRecording } from '@mingjian/perception';

/**
 * Whole `inspect` of a 10-minute 640×480 recording, transcript and faces included: wall time, the share of each stage and
 * the highest memory of all processes, beside a bare decode of the same file in the same run.
 * Bars (quiet 2 cores): ≤ 75 s wall, ≤ 2 GB.
 */
const source = new URL('../../shared/data/recordings/good.webm', import.meta.url).pathname;
if (!existsSync(source)) {
  console.log(
    'needs ../shared/data/recordings/good.webm (ten copies of it are the recording); not here, nothing measured',
  );
  process.exit(0);
}

const dir = mkdtempSync(join(tmpdir(), 'mj-bench-inspect-'));
try {
  const file = join(dir, 'ten-minutes.webm');
  // Ten copies, muted in the last third of each minute, so that about half of the time somebody speaks.
  const half = ['-c:v', 'copy', '-c:a', 'libopus', '-af', "volume=0:enable='gte(mod(t,60),39)'"];
  execFileSync('ffmpeg', ['-v', 'error', '-stream_loop', '9', '-i', source, ...half, '-t', '600', file]);
  const decodeFrom = performance.now();
  execFileSync('ffmpeg', ['-v', 'error', '-threads', '1', '-i', file, '-f', 'null', '-']);
  const decodeMs = performance.now() - decodeFrom;
  const document = await inspectRecording({ file, product: 'bank' });
  const speechMs = document.facts
    .filter((fact) => fact.name === 'voice.active')
    .reduce((sum, fact) => sum + (fact.end ?? fact.t) - fact.t, 0);
  const total = document.timingsMs.total ?? 0;
  const rows = Object.entries(document.timingsMs).map(([stage, ms]) => ({
    stage,
    seconds: Number((ms / 1000).toFixed(1)),
    'share of total %': Math.round((100 * ms) / total),
    '× bare decode': Number((ms / decodeMs).toFixed(2)),
  }));
  console.table([
    { stage: 'bare decode, 1 thread', seconds: Number((decodeMs / 1000).toFixed(1)), '× bare decode': 1 },
    ...rows,
  ]);
  console.log(
    `recording ${document.file.durationMs / 1000} s, speech ${Math.round(speechMs / 1000)} s, turns ${document.conversation.turns.length}, ` +
      `peak memory ${Math.round(document.peakRssBytes / 2 ** 20)} MB over all processes (speech and quality run side by side: shares add to more than 100 %)`,
  );
} finally {
  rmSync(dir, { recursive: true, force: true });
}
