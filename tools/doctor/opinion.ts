/** The second opinion of a language model: off unless an operator gives an address. */
import { checkOpinion, opinionSetting } from '@mingjian/opinion';
import type { Finding } from './finding.ts';

const page = 'docs/operate/second-opinion.md';

/** Off is good: everything works without. Set and silent is a limit. Nothing of a conversation is sent. */
export async function opinionFinding(env: Record<string, string | undefined>): Promise<Finding> {
  const name = 'second opinion';
  const setting = opinionSetting(env);
  if ('reason' in setting && setting.isOff)
    return { name, state: 'good', words: `off: no language model is asked, nothing leaves (${page})` };
  if ('reason' in setting) return { name, state: 'limited', words: setting.reason, fix: `see ${page}` };
  const { endpoint, model } = setting.settings;
  const { available, reason } = await checkOpinion(setting.settings);
  const words = `${model} at ${new URL(endpoint).origin}`;
  if (available) return { name, state: 'good', words: `${words} answers; transcripts go there, digits masked` };
  return {
    name,
    state: 'limited',
    words: `${words}: ${reason}`,
    fix: `check MJ_OPINION_URL and MJ_OPINION_KEY; ${page}`,
  };
}
