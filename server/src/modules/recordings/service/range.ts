import { Refusal } from '../../../platform/errors/index.ts';

/**
 * Bytes of a `Range: bytes=a-b` header, both ends included; undefined without one (RFC 9110 §14.2; several ranges count as none).
 * @throws Refusal `media.range` when it lies outside the content.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const isSuffix = match[1] === '';
  const start = isSuffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1]);
  const end = isSuffix || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (start > end) throw new Refusal('media.range', { sizeBytes });
  return { start, end };
}
