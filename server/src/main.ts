/** `./mj start`: everything up until SIGINT or SIGTERM. */
import { demoLogins } from './first-start.ts';
import { ConfigError, readConfig } from './platform/config/index.ts';
import { PostgresFailure } from './platform/postgres/index.ts';
import { startServer } from './start.ts';

const say = (sentence: string) => console.log(sentence);

try {
  const config = readConfig(process.env, process.argv.slice(2));
  const server = await startServer(config, say);
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C does not wait for what is running.
      if (isEnding) process.exit(1);
      isEnding = true;
      say('stopping …');
      server.stop().then(
        () => process.exit(0),
        (error: Error) => fail(error),
      );
    });
  }
  say(`\n明鉴 Mingjian  ${server.address}`);
  const logins = config.demo ? demoLogins(server.dataDir) : [];
  if (logins.length > 0) say(`演示登录 demo logins (${server.dataDir}/demo-logins.txt):\n${logins.join('\n')}`);
  say('Ctrl-C 停止 stops');
} catch (error) {
  fail(error as Error & { code?: string });
}

function fail(error: Error & { code?: string; port?: number }): never {
  if (error.code === 'EADDRINUSE') {
    console.error(`port ${error.port} is taken by another program: give another one with --port N`);
  } else if (error instanceof ConfigError || error instanceof PostgresFailure) console.error(error.message);
  else console.error(error);
  process.exit(error instanceof ConfigError ? 2 : 1);
}
