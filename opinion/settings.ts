import type { Capability } from '@mingjian/detector-core';
import { addressOf, headersOf } from './endpoint.ts';
import { opinionCapability } from './facts.ts';

export type OpinionSettings = { endpoint: string; model: string; key?: string };
/** Off, or set wrongly, with the reason and what to do. */
export type OpinionSetting = { settings: OpinionSettings } | { isOff: boolean; reason: string };

const text = (value: string | undefined): string | undefined => (value?.trim() ? value.trim() : undefined);

const isWeb = (address: string): boolean => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

/** The operator's choice: `MJ_OPINION_URL`, `MJ_OPINION_MODEL`, `MJ_OPINION_KEY`. Off unless an address is given. */
export const opinionSetting = (env: Record<string, string | undefined>): OpinionSetting => {
  const [endpoint, model, key] = [text(env.MJ_OPINION_URL), text(env.MJ_OPINION_MODEL), text(env.MJ_OPINION_KEY)];
  if (endpoint === undefined)
    return { isOff: true, reason: '未启用（MJ_OPINION_URL 未设置）off: MJ_OPINION_URL is not set' };
  if (!isWeb(endpoint))
    return { isOff: false, reason: 'MJ_OPINION_URL 应为网址 must be an address like https://host/v1' };
  if (model === undefined) return { isOff: false, reason: 'MJ_OPINION_MODEL 未设置 is not set' };
  return { settings: { endpoint, model, ...(key === undefined ? {} : { key }) } };
};

/** Whether the endpoint answers at all, without a word of any conversation: it is asked for its list of models. */
export const checkOpinion = async (settings: OpinionSettings, deadlineMs = 5_000): Promise<Capability> => {
  try {
    const answer = await fetch(addressOf(settings.endpoint, 'models'), {
      headers: headersOf(settings.key),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMs),
    });
    await answer.body?.cancel();
    if (answer.status === 401 || answer.status === 403)
      return opinionCapability(settings.model, `密钥被拒 the key is refused (${answer.status})`);
    if (answer.status >= 500) return opinionCapability(settings.model, `模型服务返回 it answered ${answer.status}`);
    return opinionCapability(settings.model);
  } catch {
    return opinionCapability(settings.model, '模型服务连接不上 the endpoint cannot be reached');
  }
};
