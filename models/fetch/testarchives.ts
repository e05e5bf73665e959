import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** Archives for tests, made by hand: what pip and npm would have brought. */
type Contents = Record<string, Buffer>;

const fixed = (length: number, write: (block: Buffer) => void): Buffer => {
  const block = Buffer.alloc(length);
  write(block);
  return block;
};

/** A zip whose first entry is deflated and whose others are stored. */
export const makeZip = (contents: Contents, options: { comment?: string } = {}): Buffer => {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const [index, [name, content]] of Object.entries(contents).entries()) {
    const method = index === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const sizes = (block: Buffer, at: number) => {
      block.writeUInt16LE(method, at);
      block.writeUInt32LE(crc32(content), at + 6);
      block.writeUInt32LE(packed.length, at + 10);
      block.writeUInt32LE(content.length, at + 14);
      block.writeUInt16LE(Buffer.byteLength(name), at + 18);
    };
    const head = fixed(30, (block) => {
      block.writeUInt32LE(0x04034b50, 0);
      sizes(block, 8);
    });
    local.push(head, Buffer.from(name), packed);
    const entry = fixed(46, (block) => {
      block.writeUInt32LE(0x02014b50, 0);
      sizes(block, 10);
      block.writeUInt32LE(position, 42);
    });
    directory.push(entry, Buffer.from(name));
    position += head.length + Buffer.byteLength(name) + packed.length;
  }
  const comment = Buffer.from(options.comment ?? '');
  const end = fixed(22, (block) => {
    block.writeUInt32LE(0x06054b50, 0);
    block.writeUInt16LE(directory.length / 2, 10);
    block.writeUInt32LE(Buffer.concat(directory).length, 12);
    block.writeUInt32LE(position, 16);
    block.writeUInt16LE(comment.length, 20);
  });
  return Buffer.concat([...local, ...directory, end, comment]);
};

const longestTarName = 100;

const tarEntry = (name: string, content: Buffer, kind: string): Buffer => {
  const head = fixed(512, (block) => {
    block.write(name.slice(0, longestTarName), 0);
    block.write(content.length.toString(8).padStart(11, '0'), 124);
    block.write(kind, 156);
  });
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
};

const paxRecord = (name: string): Buffer => {
  const rest = ` path=${name}\n`;
  let length = rest.length + 2;
  while (`${length}${rest}`.length !== length) length++;
  return Buffer.from(`${length}${rest}`);
};

/** A gzipped tar; names over 100 characters get a pax record, as npm writes them. */
export const makeTarball = (contents: Contents): Buffer => {
  const entries = Object.entries(contents).flatMap(([name, content]) => [
    ...(name.length > longestTarName ? [tarEntry('pax', paxRecord(name), 'x')] : []),
    tarEntry(name, content, '0'),
  ]);
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]));
};
