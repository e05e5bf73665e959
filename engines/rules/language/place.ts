/**
 * Where a cursor stands in a pack, told from the text before it alone: half-typed YAML does not parse, and an editor
 * asks most while it does not. Knows the YAML that packs are written in: block maps and lists, flow maps and lists
 * (over several lines too), quoted and plain words, comments.
 */
export type Place = {
  /** Keys and list indexes that lead here: `['rules', 0, 'forbid']`. In key position without the key being typed. */
  path: (string | number)[];
  kind: 'key' | 'value' | 'comment';
  /** Text of the key or value typed so far, an opening quote left out, and the offset at which it starts. */
  typed: string;
  start: number;
};

type Block = { kind: 'map' | 'list'; indent: number; key?: string; index: number };
type Flow = { kind: 'map' | 'list'; key?: string; index: number; inValue: boolean };
type Scan = { blocks: Block[]; flows: Flow[]; start: number; quote: string; kind: Place['kind'] };

const keyPattern = /^("[^"\n]*"|'[^'\n]*'|[^\s#'"{}[\],&*!|>%@`][^#:\n]*?)\s*:(?=\s|$)/;
const bare = (key: string): string => key.trim().replace(/^(["'])(.*)\1$/, '$2');

/** Steps through flow text (`{…}`, `[…]`, quoted or plain words) and says where it stopped. */
const scanFlow = (text: string, at: { offset: number; from: number }, scan: Scan): number => {
  let i = at.from;
  const open = (kind: Flow['kind']) => {
    scan.flows.push({ kind, index: 0, inValue: kind === 'list' });
    scan.start = at.offset + i + 1;
  };
  for (; i < text.length; i++) {
    const c = text[i] as string;
    const top = scan.flows.at(-1);
    if (scan.quote !== '') {
      if (c === scan.quote) scan.quote = '';
    } else if ((c === '"' || c === "'") && text.slice(scan.start - at.offset, i).trim() === '') {
      scan.quote = c;
      scan.start = at.offset + i + 1;
    } else if (top === undefined && c !== '{' && c !== '[') {
      if (c === '#' && /\s/.test(text[i - 1] ?? ' ')) {
        scan.kind = 'comment';
        return text.length;
      }
    } else if (c === '{' && text.slice(scan.start - at.offset, i).trim() === '') open('map');
    else if (c === '[' && text.slice(scan.start - at.offset, i).trim() === '') open('list');
    else if (c === '}' || c === ']') {
      scan.flows.pop();
      scan.start = at.offset + i + 1;
    } else if (top !== undefined && c === ',') {
      Object.assign(top, { index: top.index + 1, inValue: top.kind === 'list' });
      scan.start = at.offset + i + 1;
    } else if (top?.kind === 'map' && !top.inValue && c === ':' && /\s|$/.test(text[i + 1] ?? ' ')) {
      top.key = bare(text.slice(scan.start - at.offset, i));
      top.inValue = true;
      scan.start = at.offset + i + 1;
    }
  }
  return i;
};

/** Leaves the blocks that this indent has closed, and enters or goes on with one. */
const enterBlock = (scan: Scan, kind: Block['kind'], indent: number): Block => {
  const blocks = scan.blocks;
  while (blocks.length > 0) {
    const top = blocks.at(-1) as Block;
    if (top.indent < indent || (top.indent === indent && (top.kind === kind || kind === 'list'))) break;
    blocks.pop();
  }
  const top = blocks.at(-1);
  if (top !== undefined && top.indent === indent && top.kind === kind) {
    if (kind === 'list') top.index += 1;
    return top;
  }
  const created: Block = { kind, indent, index: 0 };
  blocks.push(created);
  return created;
};

const scanLine = (line: string, offset: number, scan: Scan): void => {
  let indent = /^ */.exec(line)?.[0].length ?? 0;
  let rest = line.slice(indent);
  while (/^-(\s|$)/.test(rest)) {
    enterBlock(scan, 'list', indent);
    const skipped = /^-\s*/.exec(rest)?.[0].length ?? 1;
    indent += skipped;
    rest = rest.slice(skipped);
  }
  scan.quote = '';
  scan.start = offset + indent;
  scan.kind = rest.startsWith('#') ? 'comment' : 'key';
  const key = keyPattern.exec(rest);
  if (key !== null) {
    enterBlock(scan, 'map', indent).key = bare(key[1] as string);
    scan.kind = 'value';
    scan.start = offset + indent + key[0].length;
    scanFlow(line, { offset, from: indent + key[0].length }, scan);
  } else if (/^[{["']/.test(rest)) {
    scan.kind = 'value';
    scanFlow(line, { offset, from: indent }, scan);
  } else if (scan.kind === 'key') {
    const top = scan.blocks.at(-1);
    const inList = top?.kind === 'list' && top.indent < indent;
    if (!inList) enterBlock(scan, 'map', indent);
    else if (rest.trim() !== '') scan.kind = 'value';
  }
};

const pathOf = (scan: Scan): (string | number)[] => {
  const path: (string | number)[] = [];
  scan.blocks.forEach((block, i) => {
    const last = i === scan.blocks.length - 1 && scan.flows.length === 0;
    if (block.kind === 'list') path.push(block.index);
    else if (block.key !== undefined && !(last && scan.kind === 'key')) path.push(block.key);
  });
  scan.flows.forEach((flow, i) => {
    const last = i === scan.flows.length - 1;
    if (flow.kind === 'list') path.push(flow.index);
    else if (flow.key !== undefined && !(last && !flow.inValue)) path.push(flow.key);
  });
  return path;
};

/** The place of an offset. Never throws, whatever the text. */
export const placeAt = (source: string, offset: number): Place => {
  const scan: Scan = { blocks: [], flows: [], start: 0, quote: '', kind: 'key' };
  let at = 0;
  const lines = source.slice(0, offset).split('\n');
  lines.forEach((line, i) => {
    const isLast = i === lines.length - 1;
    if (scan.flows.length > 0) {
      scan.start = scan.quote === '' && source.slice(scan.start, at).trim() === '' ? at : scan.start;
      scanFlow(line, { offset: at, from: 0 }, scan);
    } else if (isLast || (line.trim() !== '' && !line.trim().startsWith('#'))) scanLine(line, at, scan);
    at += line.length + 1;
  });
  const top = scan.flows.at(-1);
  const kind = scan.kind === 'comment' ? 'comment' : top === undefined ? scan.kind : top.inValue ? 'value' : 'key';
  const raw = source.slice(scan.start, offset);
  const lead = raw.length - raw.trimStart().length;
  return { path: pathOf({ ...scan, kind }), kind, typed: raw.slice(lead), start: scan.start + lead };
};
