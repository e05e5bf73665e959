/** Failures that a caller is told: a code of the table and, where it helps, details. */
import { type Code, codes, type ErrorCode } from './codes.ts';

export { codes, type ErrorCode } from './codes.ts';

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  constructor(code: ErrorCode, details?: unknown) {
    super(codes[code].en);
    this.code = code;
    this.details = details;
  }
}

export type ErrorBody = { error: { code: ErrorCode; message: string; details?: unknown; docs: string } };

const anchorOf = (code: string) => code.replace(/[._]/g, '-');

/** The body of an answer; `language` is an Accept-Language header: Chinese unless it begins with English. */
export function errorBody(
  code: ErrorCode,
  { details, language }: { details?: unknown; language?: string | undefined },
): ErrorBody {
  const message = /^\s*en/i.test(language ?? '') ? codes[code].en : codes[code].zh;
  const docs = `docs/reference/errors.md#${anchorOf(code)}`;
  return { error: { code, message, ...(details === undefined ? {} : { details }), docs } };
}

/** The text of docs/reference/errors.md, made from the table. */
export function errorsPage(): string {
  const rows = Object.entries(codes as Record<string, Code>).map(
    ([code, { status, zh, en }]) => `| <a id="${anchorOf(code)}"></a>\`${code}\` | ${status} | ${zh} | ${en} |`,
  );
  return `# Errors

Every failure is \`{"error":{"code","message","details?","docs"}}\`; the message is Chinese, or English when
\`Accept-Language\` begins with \`en\`. Made from \`server/src/platform/errors/codes.ts\`; a test compares.

| code | status | 中文 | English |
|---|---|---|---|
${rows.join('\n')}
`;
}
