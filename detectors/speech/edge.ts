import { readFileSync } from 'node:fs';
import { collapse, type Posteriors } from '@mingjian/signal/ctc.ts';
import { kaldiFbank, stackFrames } from '@mingjian/signal/fbank-kaldi.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { syllables } from './repair.ts';

export type EdgeFiles = { network: string; tokens: string; shift: string; version: string };
/** Edge-CTC: small, fast, good for given phrases and answers; its free text is never shown. One frame is 30 ms. */
export type Edge = {
  session: InferenceSession;
  shift: number[];
  scale: number[];
  classOf: Int32Array;
  classes: number;
  idOf: Map<string, number>;
  version: string;
};
export const edgeFrameMs = 30;

export const loadEdge = async (files: EdgeFiles, threads: number): Promise<Edge> => {
  const tokens = readFileSync(files.tokens, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, enableCpuMemArena: false };
  const session = await InferenceSession.create(files.network, options);
  const normalisation = readFileSync(files.shift, 'utf8');
  const idOf = new Map<string, number>();
  const classOf = Int32Array.from(tokens, (line) => {
    const token = line.split(/\s/)[0] as string;
    const key = /^\p{Script=Han}$/u.test(token) ? (syllables(token)[0] as string) : `<${token}>`;
    const known = idOf.get(key) ?? idOf.size;
    idOf.set(key, known);
    return known;
  });
  return {
    session,
    shift: listAfter(normalisation, '<AddShift>'),
    scale: listAfter(normalisation, '<Rescale>'),
    classOf,
    classes: idOf.size,
    idOf,
    version: files.version,
  };
};

const listAfter = (text: string, tag: string): number[] => {
  const from = text.indexOf('[', text.indexOf(tag));
  return text
    .slice(from + 1, text.indexOf(']', from))
    .trim()
    .split(/\s+/)
    .map(Number);
};

/** Posteriors over toneless syllables; blank is class 0. 300 ms of silence are added on both sides. */
export const edgePosteriors = async (edge: Edge, samples: Float32Array): Promise<Posteriors> => {
  const padded = new Float32Array(samples.length + 9600);
  padded.set(samples, 4800);
  const rows = stackFrames(kaldiFbank(padded));
  const input = new Float32Array(rows.length * 400);
  rows.forEach((row, i) => {
    for (let k = 0; k < 400; k++) {
      input[i * 400 + k] = ((row[k] as number) + (edge.shift[k] as number)) * (edge.scale[k] as number);
    }
  });
  const out = await edge.session.run({ speech: new Tensor('float32', input, [1, rows.length, 400]) });
  const logits = (out.logits as Tensor).data as Float32Array;
  const width = logits.length / rows.length;
  return rows.map((_, i) => {
    const row = logits.slice(i * width, (i + 1) * width);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let k = 0; k < row.length; k++) sum += row[k] = Math.exp((row[k] as number) - top);
    for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) / sum;
    return collapse(row, edge.classOf, edge.classes);
  });
};

/** Class ids of a Han text; undefined when a syllable is unknown to the network. */
export const labelsOf = (edge: Edge, text: string): number[] | undefined => {
  const labels = syllables(text.replace(/[^\p{Script=Han}]/gu, '')).map((s) => edge.idOf.get(s));
  return labels.length === 0 || labels.includes(undefined) ? undefined : (labels as number[]);
};
