/** Whether an uploaded heads file can be used here: read as the inspecting process will read it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { Static } from '@fastify/type-provider-typebox';
import { readHeads, shippedHeadsPath } from '@mingjian/rulebooks/heads/shipped.ts';
import { Refusal } from '../../../platform/errors/index.ts';
import type { HeadsFile } from './schemas.ts';

export type HeadsText = Static<typeof HeadsFile>;
export type Shipped = { version: string; labels: string[]; embedder: string };
type Heads = ReturnType<typeof readHeads>;

/** Weights of about 2,000 heads; what unpacks to more is no heads file. */
const MOST_WEIGHT_BYTES = 16 * 1024 * 1024;

let known: Shipped | undefined;
/** The shipped heads by name, read once; undefined when this installation has none. */
export function shippedHeads(): Shipped | undefined {
  try {
    known ??= (({ version, labels, embedder }) => ({ version, labels, embedder }))(readHeads(shippedHeadsPath));
  } catch {
    return undefined;
  }
  return known;
}

/** Why heads cannot stand beside the shipped ones, or undefined when they can. */
export const misfit = (heads: { embedder: string }, shipped: Shipped | undefined): string | undefined =>
  shipped === undefined || shipped.embedder === heads.embedder
    ? undefined
    : `另一句向量模型训练 learned from another sentence embedder (${heads.embedder}, here ${shipped.embedder}): ./mj rules train`;

/** @throws Refusal `heads.unusable` with what is wrong. */
export async function checkHeads(file: HeadsText, tmpDir: string): Promise<Heads> {
  const refuse = (what: string): never => {
    throw new Refusal('heads.unusable', { what });
  };
  if (file.heads.length === 0) refuse('文件里没有可启用的标签 no head in it: none got better than the shipped ones');
  const heads = await decoded(file, tmpDir).catch((error: Error) => refuse(error.message));
  const { mean, weights, bias, slope, offset } = heads;
  // Such heads would be silent without a word.
  if (![mean, weights, bias, slope, offset].every((numbers) => numbers.every(Number.isFinite)))
    refuse('含非数 a number in it is none');
  const reason = misfit(heads, shippedHeads());
  return reason === undefined ? heads : refuse(reason);
}

async function decoded(file: HeadsText, tmpDir: string): Promise<Heads> {
  inflateRawSync(Buffer.from(file.weights, 'base64'), { maxOutputLength: MOST_WEIGHT_BYTES });
  const dir = await mkdtemp(join(tmpDir, 'heads-'));
  try {
    const path = join(dir, 'heads.json');
    await writeFile(path, JSON.stringify(file), { mode: 0o600 });
    return readHeads(path);
  } catch (error) {
    // The place on this machine is nobody's business.
    throw new Error((error as Error).message.replaceAll(`${dir}/`, ''));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
