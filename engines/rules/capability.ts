import type { Pattern } from './model.ts';
import type { Trace } from './trace.ts';

const owners: [prefix: string, capability: string][] = [
  ['media.av_offset', 'media.av_offset'],
  ['media.', 'video.quality'],
  ['file.', 'video.quality'],
  ['video.', 'video.quality'],
  ['audio.', 'audio.quality'],
  ['face.match', 'face.match'],
  ['face.live', 'face.live'],
  ['face.', 'face.detect'],
  ['document.', 'document.read'],
  ['sign.', 'action.sign'],
  ['speech.phrase', 'speech.phrase'],
];

const speechMissing = (trace: Trace): string | undefined => {
  const speech = trace.capabilities.get('speech.transcribe');
  if (speech?.available === false) return `没有转写：${speech.reason ?? '语音识别不可用'}`;
  return speech === undefined && trace.turns.length === 0 ? '没有转写' : undefined;
};

const factMissing = (name: string, trace: Trace): string | undefined => {
  if (trace.names.has(name)) return undefined;
  if (name === 'interrupt') return trace.turns.length > 0 && trace.timed ? undefined : '没有时间，无法判断插话';
  const owner = owners.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (owner === undefined) return `未检测 ${name}`;
  const capability = trace.capabilities.get(owner);
  if (capability?.available === true) return undefined;
  return `未检测 ${name}：${capability?.reason ?? `${owner} 不可用`}`;
};

/** Why a pattern cannot be judged here, or undefined when what it needs was measured. */
export const unmeasured = (pattern: Pattern, trace: Trace): string | undefined => {
  if (pattern.k === 'count') return unmeasured(pattern.of, trace);
  if (pattern.k === 'and' || pattern.k === 'or') {
    return pattern.parts.map((part) => unmeasured(part, trace)).find((reason) => reason !== undefined);
  }
  if (pattern.k === 'words' || pattern.k === 'answers' || pattern.k === 'speaks') return speechMissing(trace);
  if (pattern.k === 'silence') return speechMissing(trace) ?? (trace.timed ? undefined : '没有时间，无法判断静默');
  return factMissing(pattern.name, trace);
};
