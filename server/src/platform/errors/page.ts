import { errorTable } from './table.ts';

/** docs/reference/errors.md. */
export const errorsPage = (): string => {
  const rows = Object.entries(errorTable).map(
    ([code, entry]) => `## ${code}\n**${entry.status}** · ${entry.zh} · ${entry.en}\n\n${entry.doc}\n`,
  );
  return `# Errors

Generated from \`server/src/platform/errors/table.ts\` by \`node server/src/platform/http/write-docs.ts\`. Every refusal is
\`{"error":{"code","message","details?","docs"}}\`; the message is Chinese unless the request prefers English (\`Accept-Language\`).

${rows.join('\n')}`;
};
