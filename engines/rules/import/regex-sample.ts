/** A text that a simple regular expression matches, for a test to say; undefined where it is not simple. */
export const sampleOf = (regex: string): string | undefined => {
  let source = regex.replaceAll(/\(\?:/g, '(').replaceAll(/^\^|\$$/g, '');
  for (let round = 0; round < 20 && /\([^()]*\)/.test(source); round++) {
    source = source
      .replaceAll(/\(([^()]*)\)[?*]/g, '')
      .replaceAll(/\(([^()]*)\)(\+|\{\d+(,\d*)?\})?/g, (_, inner: string) => inner.split('|')[0] ?? '');
  }
  const text = (source.split('|')[0] ?? '')
    .replaceAll(/\\d|\[0-9\]/g, '8')
    .replaceAll(/\[([^\]^])[^\]]*\]/g, '$1')
    .replaceAll(/\.(\*|\+|\{0?,?\d*(,\d*)?\})\??/g, '')
    .replaceAll(/(.)\{(\d+)(,\d*)?\}/g, (_, c: string, n: string) => c.repeat(Number(n)))
    .replaceAll(/(.)[?*]/g, '')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('+', '')
    .replaceAll('.', '某');
  try {
    return new RegExp(regex).test(text) ? text : undefined;
  } catch {
    return undefined;
  }
};
