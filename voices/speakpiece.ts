import type { Engine } from '@mingjian/detector-core';
import type { ReadyModel } from '@mingjian/models';
import { cacheKey, type SoundCache } from './cache.ts';
import type { Dictionary } from './dictionary.ts';
import type { SynthesisRequest } from './engine.ts';
import { phonemes } from './phonemes.ts';
import type { Piece } from './pieces.ts';
import { fromInt16, toInt16, trimSilence } from './sound.ts';
import { idsOf } from './symbols.ts';

/** Grows with every change of the recipe that changes the sound, so that no stale sound is served. */
const recipeVersion = 1;
const longestIds = 508;

export type PieceRun = {
  cache: SoundCache;
  dictionary: Dictionary;
  engine: Engine;
  models: { kokoro: ReadyModel; voices: ReadyModel };
  voice: string;
  speed: number;
  signal?: AbortSignal;
};

/** One piece as sound; a piece with too many phonemes (spelt letters) is halved. */
export const speakPiece = async (piece: Piece, run: PieceRun): Promise<{ pcm: Float32Array; pauseMs: number }[]> => {
  run.signal?.throwIfAborted();
  const said = phonemes(piece.text, run.dictionary);
  const ids = idsOf(said);
  if (ids.length === 0) return [];
  if (ids.length > longestIds) {
    const characters = [...piece.text];
    const middle = Math.ceil(characters.length / 2);
    const first = await speakPiece({ text: characters.slice(0, middle).join(''), pauseMs: 0 }, run);
    const second = { text: characters.slice(middle).join(''), pauseMs: piece.pauseMs };
    return [...first, ...(await speakPiece(second, run))];
  }
  const key = cacheKey([
    said,
    run.voice,
    run.speed,
    recipeVersion,
    run.models.kokoro.version,
    run.models.voices.version,
  ]);
  const known = run.cache.get(key);
  if (known !== undefined) return [{ pcm: fromInt16(known), pauseMs: piece.pauseMs }];
  const samples = toInt16(trimSilence(await synthesise(ids, run)));
  run.cache.put(key, samples);
  return [{ pcm: fromInt16(samples), pauseMs: piece.pauseMs }];
};

const synthesise = (ids: number[], { engine, models, voice, speed, signal }: PieceRun): Promise<Float32Array> => {
  const modelPath = models.kokoro.file('kokoro.onnx');
  const request: SynthesisRequest = { modelPath, voicePath: models.voices.file(`${voice}.bin`), ids, speed };
  return engine.call<Float32Array>('speak', request, signal === undefined ? {} : { signal });
};
