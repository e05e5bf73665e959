import type { Pattern } from './model.ts';
import { partsOf } from './pattern.ts';
import type { Trace } from './trace.ts';

/** Why something cannot be judged here, and from which media time on that holds. */
export type Unmeasured = { reason: string; sinceMs: number };

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
const always = (reason: string): Unmeasured => ({ reason, sinceMs: Number.NEGATIVE_INFINITY });

const speechMissing = (trace: Trace): Unmeasured | undefined => {
  const speech = trace.capabilities.get('speech.transcribe');
  if (speech?.available === false)
    return { reason: `没有转写：${speech.reason ?? '语音识别不可用'}`, sinceMs: speech.sinceMs };
  return speech === undefined && trace.turns.length === 0 ? always('没有转写') : undefined;
};

const factMissing = (name: string, trace: Trace): Unmeasured | undefined => {
  if (trace.names.has(name)) return undefined;
  if (name === 'interrupt') {
    const overlap = trace.capabilities.get('speech.overlap');
    if (overlap?.available === false) return { reason: overlap.reason ?? '说话重叠未检测', sinceMs: overlap.sinceMs };
    return trace.turns.length > 0 && trace.timed ? undefined : always('没有时间，无法判断插话');
  }
  const owner = owners.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (owner === undefined) {
    const own = trace.capabilities.get(name);
    if (own?.available === true) return undefined;
    return always(`未检测 ${name}${own?.reason === undefined ? '' : `：${own.reason}`}`);
  }
  const capability = trace.capabilities.get(owner);
  if (capability?.available === true) return undefined;
  const sinceMs = capability?.sinceMs ?? Number.NEGATIVE_INFINITY;
  return { reason: `未检测 ${name}：${capability?.reason ?? `${owner} 不可用`}`, sinceMs };
};

const stepsMissing = (trace: Trace, names: readonly string[]): Unmeasured | undefined =>
  trace.steps.length === 0 && names.length > 0 ? always(`没有流程步骤 ${names.join('、')}`) : undefined;

const fieldMissing = (pattern: Extract<Pattern, { k: 'states' }>, trace: Trace): Unmeasured | undefined => {
  const { reference } = pattern;
  if (reference === undefined || !('field' in reference)) return undefined;
  const value = trace.fields[reference.field];
  return value === undefined || value === null || value === '' ? always(`缺少业务字段 ${reference.field}`) : undefined;
};

const ownMissing = (pattern: Pattern, trace: Trace): Unmeasured | undefined => {
  switch (pattern.k) {
    case 'words':
    case 'answers':
    case 'speaks':
    case 'covers':
    case 'repeats':
      return speechMissing(trace);
    case 'states':
      return speechMissing(trace) ?? fieldMissing(pattern, trace);
    case 'silence':
      return speechMissing(trace) ?? (trace.timed ? undefined : always('没有时间，无法判断静默'));
    case 'overall':
      if (pattern.what === 'turns') return speechMissing(trace);
      return (
        (pattern.what === 'duration' ? undefined : speechMissing(trace)) ??
        (trace.timed ? undefined : always('没有时间'))
      );
    case 'step':
      return stepsMissing(trace, [pattern.name]);
    case 'event':
    case 'measure':
    case 'state':
      return factMissing(pattern.name, trace);
    default:
      return undefined;
  }
};

/** Why a pattern cannot be judged here, or undefined when what it needs was measured. */
export const unmeasured = (pattern: Pattern, trace: Trace): Unmeasured | undefined => {
  const own = ownMissing(pattern, trace);
  if (own !== undefined) return own;
  if ('mods' in pattern && pattern.mods.during !== undefined) return stepsMissing(trace, pattern.mods.during);
  for (const part of partsOf(pattern)) {
    const inner = unmeasured(part, trace);
    if (inner !== undefined) return inner;
  }
  return undefined;
};
