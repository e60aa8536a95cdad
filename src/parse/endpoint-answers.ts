/** Reads what the outside services answer: Cloudflare's list of ranges, DNS over HTTPS, and "what is my address". Strange answers are null. */
import { addressClass } from '../logic/address-class.js';
import { parseEntry } from '../logic/address-set.js';
import { parseAddress } from '../logic/address.js';
import { isRecord, parseJson } from './json.js';

/** Fewer than these would be no list but a broken answer. */
const fewest = { ipv4: 5, ipv6: 2 } as const;
const mostRanges = 500;
/** A wider prefix in the list would make everybody a proxy. */
const shortest = { 4: 8, 6: 19 } as const;

function ranges(value: unknown, family: 4 | 6, least: number): readonly string[] | null {
  if (!Array.isArray(value) || value.length < least || value.length > mostRanges) return null;
  const read: string[] = [];
  for (const item of value as readonly unknown[]) {
    const entry = typeof item === 'string' ? parseEntry(item) : null;
    if (entry?.ok !== true || entry.family !== family || entry.length === null || entry.length < shortest[family]) return null;
    read.push(entry.text);
  }
  return read;
}

/** `{"result": {"ipv4_cidrs": […], "ipv6_cidrs": […]}}` of https://api.cloudflare.com/client/v4/ips */
export function parsePublishedRanges(body: string): { readonly ipv4: readonly string[]; readonly ipv6: readonly string[] } | null {
  const parsed = parseJson(body)?.value;
  const result = isRecord(parsed) ? parsed['result'] : null;
  if (!isRecord(result)) return null;
  const ipv4 = ranges(result['ipv4_cidrs'], 4, fewest.ipv4);
  const ipv6 = ranges(result['ipv6_cidrs'], 6, fewest.ipv6);
  return ipv4 === null || ipv6 === null ? null : { ipv4, ipv6 };
}

/** Addresses of a JSON answer of DNS over HTTPS; []: the name exists not, or has none of this type. */
export function parseDnsAnswer(body: string, type: 'A' | 'AAAA'): readonly string[] | null {
  const parsed = parseJson(body)?.value;
  if (!isRecord(parsed)) return null;
  const status = parsed['Status'];
  // 0 NOERROR, 3 NXDOMAIN; the others say nothing about the name: https://www.iana.org/assignments/dns-parameters
  if (status === 3) return [];
  if (status !== 0) return null;
  const wanted = type === 'A' ? 1 : 28;
  const answers = Array.isArray(parsed['Answer']) ? (parsed['Answer'] as readonly unknown[]).slice(0, 100) : [];
  return answers.flatMap((answer) => {
    if (!isRecord(answer) || answer['type'] !== wanted || typeof answer['data'] !== 'string') return [];
    return parseAddress(answer['data']) === null ? [] : [answer['data']];
  });
}

/** The address in `ip=…` lines (Cloudflare's trace), in JSON's `ip`, or in plain text. */
export function parseOwnAddress(body: string): string | null {
  const text = body.slice(0, 4096);
  const parsed = parseJson(text)?.value;
  const json = isRecord(parsed) && typeof parsed['ip'] === 'string' ? parsed['ip'] : null;
  const found = json ?? /^ip=([0-9a-fA-F.:]{2,45})\s*$/m.exec(text)?.[1] ?? text.trim();
  return addressClass(found) === null ? null : found;
}

/** Cloudflare's own trace page, which no origin can serve: /cdn-cgi/ never reaches it. */
export function isTrace(status: number, body: string): boolean {
  const text = body.slice(0, 4096);
  return status === 200 && /^colo=/m.test(text) && /^h=/m.test(text);
}
