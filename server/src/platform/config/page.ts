import { foreignKeys, type Key, keys } from './keys.ts';

const shown = (value: unknown) => (value === undefined ? '—' : `\`${String(value)}\``);

/** The text of docs/reference/config.md, made from the table. */
export function configPage(): string {
  const rows = (Object.values(keys) as Key<unknown>[]).map((key) => {
    const option = key.option === undefined ? '' : ` \`${key.option}\``;
    return `| \`${key.env}\`${option} | ${shown(key.default)} | ${key.doc} |`;
  });
  const foreign = Object.entries(foreignKeys).map(([name, doc]) => `| \`${name}\` | — | ${doc} |`);
  return `# Settings

Made from \`server/src/platform/config/keys.ts\`; a test compares. The command line wins over the environment, the
environment over the default. An unknown \`MJ_\` name or option is refused with the closest known one.

| setting | default | what |
|---|---|---|
${[...rows, ...foreign].join('\n')}
`;
}
