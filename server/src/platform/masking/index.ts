/** Identity, card and phone numbers in text become stars of the same length, so that offsets into the text still hold. */

// Digits with single spaces or hyphens between them, not part of a longer word (a digest, an id).
const DIGITS = /(?<![\w-])\d(?:[ -]?\d){9,18}[\dXx]?(?![\w-])/g;
// Spoken numbers, as a recogniser writes them: 幺 is one.
const SPOKEN = /[零〇一幺二两三四五六七八九]{11,19}/g;

/** The first three and the last four characters stay readable. */
export function maskText(text: string): string {
  return text.replace(DIGITS, (found) => (isPersonal(found) ? starred(found) : found)).replace(SPOKEN, starred);
}

function isPersonal(found: string): boolean {
  const digits = found.replace(/[ -]/g, '');
  if (digits.length === 11) return /^1[3-9]/.test(digits);
  return digits.length >= 15 && digits.length <= 19;
}

const starred = (text: string) => text.slice(0, 3) + '*'.repeat(text.length - 7) + text.slice(-4);

/** The same value with every text in it masked; keys and numbers stay. */
export function maskAll<Value>(value: Value): Value {
  if (typeof value === 'string') return maskText(value) as Value;
  if (Array.isArray(value)) return value.map(maskAll) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskAll(one)])) as Value;
}
