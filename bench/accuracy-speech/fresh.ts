import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVoices } from '@mingjian/voices';
import { dir, factsBy, noneOf, speech } from './material.ts';

/** Wordings that are in no test material and were written before they were first measured. */
const said = {
  yes: '我同意|是的，我愿意|没问题，我同意|我已经了解清楚了|完全同意|对的，是我本人|我确认|能接受|可以接受这个风险|我知道有风险|没有疑问|好的，我明白',
  no: '我不接受|我不认可|我还不清楚|没有听懂|我不知道|我拒绝|不行|我不需要|不愿意买|我没有看|我不太了解这个产品|不是我本人',
  unclear: '再考虑考虑|差不多吧|你说什么|我也说不清|听你的|看情况',
} as const;
/** One voice that no test material uses, and one that it does. */
const speakers = ['zm_yunxia', 'zf_xiaoxiao'] as const;

/** Answers with fresh wordings, spoken by the product's own voices (synthetic). */
export const fresh = async (): Promise<void> => {
  const voices = openVoices({ cacheDir: join(dir, 'voices') });
  const counts = new Map<string, number>();
  try {
    for (const [polarity, wordings] of Object.entries(said)) {
      for (const text of wordings.split('|')) {
        for (const voice of speakers) {
          const { pcm, sampleRateHz } = await voices.speak(text, { voice });
          const pcmPath = rawOf(pcm, sampleRateHz);
          const [fact] = await factsBy((run) => speech.answer({ pcmPath }, run));
          const key = `${polarity} → ${fact?.polarity}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          if (polarity !== fact?.polarity) console.log(`  ${voice} ${text}: ${fact?.text} (${fact?.polarity})`);
        }
      }
    }
  } finally {
    await voices.stop();
  }
  console.log('| said → decided | N |\n|---|---|');
  for (const [key, n] of [...counts].sort()) console.log(`| ${key} | ${n} |`);
  const of = (key: string) => counts.get(key) ?? 0;
  const total = (polarity: keyof typeof said) => said[polarity].split('|').length * speakers.length;
  const wrong = of('no → yes');
  console.log(
    `decided without a person ${of('yes → yes') + of('no → no')} of ${total('yes') + total('no')}; ` +
      `"no" taken for "yes" ${wrong === 0 ? noneOf(total('no')) : `${wrong} of ${total('no')}`}`,
  );
};

/** Raw 16 kHz sound of 24 kHz samples, by linear interpolation, with 300 ms of silence around it. */
const rawOf = (samples: Float32Array, rateHz: number): string => {
  const count = Math.floor((samples.length * 16000) / rateHz);
  const bytes = Buffer.alloc((count + 9600) * 2);
  for (let i = 0; i < count; i++) {
    const at = (i * rateHz) / 16000;
    const [low, high] = [samples[Math.floor(at)] ?? 0, samples[Math.floor(at) + 1] ?? 0];
    bytes.writeInt16LE(Math.round((low + (high - low) * (at % 1)) * 32767), (4800 + i) * 2);
  }
  const path = join(dir, 'fresh.pcm');
  writeFileSync(path, bytes);
  return path;
};
