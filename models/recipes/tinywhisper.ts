/** A CTranslate2 file for tests: every variable of Whisper base, but 32 values wide. */
const width = 32;

const word = (value: number): Buffer => {
  const block = Buffer.alloc(4);
  block.writeUInt32LE(value);
  return block;
};

const name = (text: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length + 1);
  return Buffer.concat([length, Buffer.from(`${text}\0`)]);
};

const variable = (key: string, dims: number[], seed: number): Buffer => {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const values = Float16Array.from({ length: count }, (_, index) => Math.sin(seed + index));
  const content = Buffer.from(values.buffer);
  return Buffer.concat([
    name(key),
    Buffer.of(dims.length),
    ...dims.map(word),
    Buffer.of(4),
    word(content.length),
    content,
  ]);
};

const shapes = (): [string, number[]][] => {
  const all: [string, number[]][] = [];
  const norm = (key: string) => all.push([`${key}/gamma`, [width]], [`${key}/beta`, [width]]);
  const linear = (key: string, rows: number) => all.push([`${key}/weight`, [rows, width]], [`${key}/bias`, [rows]]);
  for (const conv of ['conv1', 'conv2'])
    all.push([`encoder/${conv}/weight`, [width, width, 3]], [`encoder/${conv}/bias`, [width]]);
  for (const side of ['encoder', 'decoder']) {
    all.push([`${side}/position_encodings/encodings`, [10, width]]);
    norm(`${side}/layer_norm`);
    for (let layer = 0; layer < 6; layer++) {
      const prefix = `${side}/layer_${layer}`;
      for (const part of ['self_attention', 'ffn', ...(side === 'decoder' ? ['attention'] : [])]) {
        norm(`${prefix}/${part}/layer_norm`);
        for (const index of part === 'attention' ? [0, 1, 2] : [0, 1])
          linear(`${prefix}/${part}/linear_${index}`, width + index);
      }
    }
  }
  all.push(['decoder/embeddings/weight', [50, width]]);
  return all;
};

export const tinyWhisper = (): Buffer => {
  const all = shapes();
  return Buffer.concat([
    word(6),
    name('WhisperSpec'),
    word(3),
    word(all.length),
    ...all.map(([key, dims], index) => variable(key, dims, index)),
    word(0),
  ]);
};
