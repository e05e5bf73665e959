import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveModel } from '@mingjian/models';
import { decode, plainPrompt } from '@mingjian/speech/decode.ts';
import { countErrors } from '@mingjian/speech/errors.ts';
import { hotTrie } from '@mingjian/speech/hot-words.ts';
import { simplify } from '@mingjian/speech/simplify.ts';
import { encode, fullWindow, loadWhisper } from '@mingjian/speech/whisper.ts';
import { calls, dir, everyNth, isLeft, pcmOf, percent, rowsOf, tally, textOf, transcript } from './material.ts';

const labelled = () => rowsOf('audio/labels.tsv').filter((r) => r.lang === 'zh' && (r.text ?? '') !== '');

/** The product as it is, on real and joined utterances; `condition`: clean, 8k, telephone, noise10 … */
export const utterances = async (every: number, condition = 'clean'): Promise<void> => {
  const sums = tally();
  for (const row of everyNth(labelled(), every)) {
    const heard = textOf(await transcript(pcmOf(`audio/${row.file}`, { condition })));
    const errors = countErrors(row.text as string, heard);
    if (errors.wrong > 0) console.log(`  ${row.file}: ${heard}`);
    sums.add(row.kind ?? '', errors);
    sums.add('all', errors);
  }
  sums.print();
};

const productWords = ['理财产品', '风险揭示', '犹豫期', '保本', '净值'];
const terms = [
  ...productWords,
  '风险',
  '收益',
  '理财经理',
  '退保',
  '代理销售',
  '封闭期',
  '等额本息',
  '年化利率',
  '受益人',
];

/**
 * The recogniser alone as the reference measured it: whole clip, full window, beam 5, no gates; plain, and helped by product
 * words in the prompt and a trie of terms. Real utterances, joined words and finance sentences of synthetic voices.
 */
export const recogniser = async (every: number): Promise<void> => {
  const whisper = await loadWhisper((resolveModel('whisper-base') as { dir: string }).dir, 2);
  const hot = hotTrie(terms, whisper.vocabulary);
  const sums = tally();
  const spokenLines = everyNth(
    rowsOf('answers/labels.tsv').filter((r) => (r.polarity ?? '') === ''),
    every,
  );
  const clips = [
    ...labelled().map((r) => ({ file: `audio/${r.file}`, text: r.text!, group: groupOf(r.kind!) })),
    ...spokenLines.map((r) => ({ file: `answers/${r.file}`, text: r.text!, group: 'finance, synthetic' })),
  ];
  const signal = new AbortController().signal;
  for (const { file, text, group } of clips) {
    const bytes = readFileSync(pcmOf(file));
    const samples = Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2) / 32768);
    const sound = await encode(whisper, samples, fullWindow);
    for (const [name, options] of [
      ['plain', { prompt: plainPrompt }],
      ['helped', { prompt: `${plainPrompt}${productWords.join('、')}。`, hot }],
    ] as const) {
      const { tokens } = await decode(whisper, sound, { ...options, signal });
      const errors = countErrors(text, simplify(whisper.vocabulary.decode(tokens)));
      sums.add(`${group}, ${name}`, errors);
      if (group !== 'poem' && group !== 'wake word') sums.add(`all but poem and wake words, ${name}`, errors);
    }
  }
  sums.print();
};
const groupOf = (kind: string): string =>
  kind.startsWith('wake')
    ? 'wake word'
    : kind === 'poem'
      ? 'poem'
      : kind.startsWith('joined')
        ? 'joined words'
        : 'real';

/** Both channels of the synthetic calls, by the degradation of the file; or the clean ones under one `condition`. */
export const callErrors = async (every: number, condition?: string): Promise<void> => {
  const sums = tally();
  const said = calls();
  const files = rowsOf('calls/files.tsv').filter((r) => r.channels === '2');
  const wanted =
    condition === 'degraded'
      ? files.filter((r) => r.degradation !== 'none')
      : files.filter((r) => r.degradation === 'none');
  for (const row of everyNth(wanted, every)) {
    for (const channel of [0, 1] as const) {
      const turns = said.get(row.conversation!)!.turns.filter((t) => isLeft(t) === (channel === 0));
      const options = { channel, ...(condition === undefined || condition === 'degraded' ? {} : { condition }) };
      const heard = textOf(await transcript(pcmOf(`calls/${row.file}`, options)));
      const name = row.degradation === 'none' ? (condition ?? 'clean') : row.degradation!;
      sums.add(name, countErrors(turns.map((t) => t.text).join(''), heard));
    }
  }
  sums.print();
};

/** Sound without Mandarin: how often is anything written? */
export const nothing = async (): Promise<void> => {
  const made = [
    'anoisesrc=d=8:a=0.3:seed=7',
    'anoisesrc=d=8:a=0.02:c=pink:seed=3',
    'anoisesrc=d=8:a=0.2:c=brown:seed=5',
    'sine=f=440:d=8',
    'sine=f=50:d=8',
  ];
  const clips = made.map((source, i) => {
    const path = join(dir, `made${i}.pcm`);
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      source,
      '-ac',
      '1',
      '-ar',
      '16000',
      '-f',
      's16le',
      path,
    ]);
    return path;
  });
  const silence = join(dir, 'silence.pcm');
  writeFileSync(silence, Buffer.alloc(32000 * 30));
  const recorded = ['audio/utterances/kws_negative_music.wav', 'audio/utterances/spk_s03_2_en.wav'].map((file, i) =>
    pcmOf(file, { name: `other${i}.pcm` }),
  );
  let written = 0;
  const all = [silence, ...clips, ...recorded];
  for (const path of all) {
    const text = textOf(await transcript(path));
    if (text !== '') console.log(`  ${path}: ${text}`);
    if (text !== '') written++;
  }
  console.log(
    `silence, noises, tones, music, English: something written for ${written} of ${all.length} (${percent(written, all.length)})`,
  );
};
