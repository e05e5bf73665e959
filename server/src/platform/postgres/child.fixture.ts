/** A process that owns a database until SIGTERM; the tests start and kill it. Arguments: data folder, runtime folder. */
import { startPostgres } from './index.ts';

const [dataDir, runtimeDir] = process.argv.slice(2);
const server = await startPostgres({ dataDir: dataDir!, ...(runtimeDir === undefined ? {} : { runtimeDir }) });
const alive = setInterval(() => {}, 60_000);
process.once('SIGTERM', async () => {
  await server.stop();
  clearInterval(alive);
});
console.log(JSON.stringify({ pid: server.pid, adopted: server.adopted, url: server.url }));
