import { readFileSync } from 'node:fs';
import { type ObserveWant, openFaces, type RgbFrame } from '@mingjian/face';
import { openScene } from '@mingjian/testkit/people/index.ts';

/**
 * Milliseconds a picture, one thread: detect and mesh, and what matching and liveness add. CPU time is that of the
 * engine's process, so other work on the machine changes it little. Aims: 70 ms detect and mesh, 60 ms for a match.
 */
const rounds = 40;
const ticksPerSecond = 100;
const engineCpuMs = (): number => {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  return children
    .filter((pid) => pid !== '')
    .reduce((sum, pid) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
    }, 0);
};

const faces = openFaces();
try {
  const capability = faces.capabilities().find((one) => one.name === 'face.detect');
  if (!capability?.available) console.log(`nothing measured: ${capability?.reason}`);
  else {
    const scene = await openScene(['agent', 'customer']);
    const pose = (person: 'agent' | 'customer') => ({ person, mouth: 0.4, eyesClosed: false, away: 0 });
    const pictures: Record<string, RgbFrame> = {
      'one face': { tMs: 0, width: 640, height: 480, rgb: scene.draw(0, [pose('agent')]) },
      'two faces': { tMs: 0, width: 640, height: 480, rgb: scene.draw(0, [pose('agent'), pose('customer')]) },
    };
    const wants: Record<string, ObserveWant> = {
      'detect + mesh': {},
      'with match': { embedding: true },
      'with match and liveness': { embedding: true, live: true },
    };
    const table = [];
    for (const [picture, frame] of Object.entries(pictures)) {
      for (const [measured, want] of Object.entries(wants)) {
        for (let i = 0; i < 3; i++) await faces.observe(frame, want);
        const [cpu, wall] = [engineCpuMs(), performance.now()];
        for (let i = 0; i < rounds; i++) await faces.observe(frame, want);
        table.push({
          picture,
          measured,
          'CPU ms': Number(((engineCpuMs() - cpu) / rounds).toFixed(1)),
          'wall ms': Number(((performance.now() - wall) / rounds).toFixed(1)),
        });
      }
    }
    console.table(table);
    console.log(`peak memory of the engine: ${Math.round(faces.peakRssBytes() / 2 ** 20)} MiB`);
  }
} finally {
  await faces.stop();
}
