export { type Dictionary, openDictionary, readDictionary } from './dictionary.ts';
export { readNumbers } from './numbers.ts';
export { phonemes, unspoken } from './phonemes.ts';
export {
  openVoices,
  type SpeakOptions,
  type Speech,
  type VoiceName,
  type Voices,
  type VoicesOptions,
  voiceNames,
} from './voices.ts';
