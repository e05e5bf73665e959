import type { Capability } from '@mingjian/detector-core';

/** Emotion from voice and words is off: its agreement with two raters has not been measured, so no verdict may rest on it. */
export const emotionCapability: Capability = {
  name: 'speech.emotion',
  available: false,
  model: null,
  reason: '未测量 unmeasured: agreement with two human raters has not been measured',
};
