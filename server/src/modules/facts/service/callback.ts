/** Callbacks go only where the operator allows: the address is checked when it is asked for and again, resolved, when it is called. */
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP } from 'node:net';

export type CallbackRules = {
  /** Origins of the operator's list: `https://crm.example.com`, `http://10.1.2.3:8080`. */
  allowed: readonly string[];
  /** Names of the list may resolve to private addresses, as inside a bank. An address in the list is itself the permission. */
  mayBePrivate: boolean;
};
const TIMEOUT_MS = 15_000;

/** Addresses that are of this machine or of an inner network (RFC 6890). */
const inner = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inner.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inner.addSubnet(net, bits, 'ipv6');

export const isInner = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return inner.check(mapped, 'ipv4');
  return isIP(address) === 6 ? inner.check(address, 'ipv6') : inner.check(address, 'ipv4');
};

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Why this address may not be called, or nothing. Does not resolve the name. */
export function objection(address: string, { allowed }: CallbackRules): string | undefined {
  if (!URL.canParse(address)) return 'it is no address';
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'it is neither https nor http';
  if (url.username !== '' || url.password !== '') return 'it carries a login';
  const origins = allowed.filter((one) => URL.canParse(one)).map((one) => new URL(one).origin);
  return origins.includes(url.origin) ? undefined : `${url.origin} is not on the operator's list (MJ_CALLBACK_ORIGINS)`;
}

/** The address to connect to. @throws Error when the name is not there or points inside without permission. */
export async function resolved(
  url: URL,
  { mayBePrivate }: CallbackRules,
): Promise<{ address: string; family: number }> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return { address: host, family: isIP(host) };
  const found = await lookup(host, { all: true });
  const good = found.filter(({ address }) => mayBePrivate || !isInner(address));
  if (good[0] !== undefined) return good[0];
  throw new Error(`${host} points to an inner address; the operator allows that with MJ_CALLBACK_PRIVATE=1`);
}

/** Sends a body once; redirects are not followed. @throws Error unless the answer is 2xx. */
export async function post(
  address: string,
  {
    body,
    headers,
    rules,
    signal,
  }: { body: string; headers: Record<string, string>; rules: CallbackRules; signal: AbortSignal },
): Promise<void> {
  const refused = objection(address, rules);
  if (refused !== undefined) throw new Error(`the callback is not sent: ${refused}`);
  const url = new URL(address);
  const target = await resolved(url, rules);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const status = await new Promise<number>((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // The address that was checked is the one that is called: a name may change in between.
      lookup: (_host, options, done) =>
        typeof options === 'object' && options.all
          ? done(null, [target] as never)
          : done(null, target.address, target.family),
      timeout: TIMEOUT_MS,
      signal,
    });
    call.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('timeout', () => call.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    call.on('error', reject);
    call.end(body);
  });
  if (status < 200 || status > 299) throw new Error(`the receiver answered ${status}`);
}
