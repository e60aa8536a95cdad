/** DNS records as visitors' resolvers give them: DNS over HTTPS in JSON, which Cloudflare, Google and others answer alike. */
import type { RecordsResult, RecordType } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { version } from '../../logic/version.js';
import type { NetContext } from './context.js';
import { oneLine, since } from './failure.js';
import { http } from './http.js';

/** https://www.iana.org/assignments/dns-parameters */
const numbers: Readonly<Record<RecordType, number>> = { A: 1, AAAA: 28, MX: 15, TXT: 16, PTR: 12 };
const mostRecords = 100;
const longestRecord = 4096;
const longestAnswer = 256 * 1024;
const userAgent = `whmcs-doctor/${version}`;

/** Asks the resolvers one after the other; the first usable answer counts. */
export async function records(net: NetContext, name: string, type: RecordType, signal: AbortSignal | undefined): Promise<RecordsResult> {
  const resolvers = net.options.offline === true ? [] : (net.options.endpoints?.resolvers ?? []);
  if (resolvers.length === 0) {
    const why = net.options.offline === true ? 'with --offline nothing beyond the target is contacted' : 'endpoints.resolvers is empty';
    throw new LookFailed('disabled', `DNS records of ${name} were not asked for: ${why}`);
  }
  const started = performance.now();
  let last: RecordsResult | null = null;
  for (const resolver of resolvers) {
    const url = new URL(resolver);
    url.searchParams.set('name', name);
    url.searchParams.set('type', type);
    const answer = await http(net, {
      url: url.href,
      headers: { 'user-agent': userAgent, accept: 'application/dns-json' },
      strictTls: true,
      maxBytes: longestAnswer,
      ...(signal ? { signal } : {}),
    });
    if (!answer.ok) last = answer;
    else {
      const read = answer.status === 200 && !answer.truncated ? readAnswer(answer.body, type) : `HTTP status ${answer.status}`;
      if (typeof read !== 'string') return { ok: true, ...read, resolver: url.host };
      last = { ok: false, stage: 'http', code: 'EBADMSG', message: read, address: answer.address, durationMs: since(started) };
    }
  }
  return last ?? { ok: false, stage: 'dns', code: 'ENODATA', message: 'no resolver', address: null, durationMs: since(started) };
}

/** The answer, or why it is none. */
export function readAnswer(body: string, type: RecordType): { readonly exists: boolean; readonly data: readonly string[] } | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'the answer is not JSON';
  }
  const status = field(parsed, 'Status');
  // 0 NOERROR, 3 NXDOMAIN; the others say nothing about the name
  if (status === 3) return { exists: false, data: [] };
  if (status !== 0) return `the resolver answered with status ${typeof status === 'number' ? status : 'unknown'}`;
  const answers = field(parsed, 'Answer');
  const list: readonly unknown[] = Array.isArray(answers) ? answers : [];
  const data = list.flatMap((answer): readonly string[] => {
    const text = field(answer, 'data');
    if (field(answer, 'type') !== numbers[type] || typeof text !== 'string') return [];
    return [type === 'TXT' ? joined(text.slice(0, longestRecord)) : oneLine(text).replace(/\.$/, '')];
  });
  return { exists: true, data: data.slice(0, mostRecords) };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** A record of several strings is one text without spaces between them: https://www.rfc-editor.org/rfc/rfc7208#section-3.3 */
function joined(text: string): string {
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)];
  if (!text.startsWith('"') || strings.length === 0) return clean(text);
  return clean(
    strings
      .map(([, inside]) =>
        (inside ?? '').replace(/\\(\d{3}|.)/g, (_, code: string) => (code.length === 3 ? String.fromCharCode(Number(code)) : code)),
      )
      .join(''),
  );
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
