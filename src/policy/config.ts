/** The configuration file whmcs-doctor.yaml (or .json): what it may say, and what is wrong with it in one line. */
import { lstatSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { nearest } from '../logic/nearest.js';
import { parseDuration, parseSize } from './units.js';

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseDuration(String(value));
  if (ms === null) context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a duration such as 5s, 24m or 1500ms` });
  return ms ?? 0;
});
const size = z.union([z.string(), z.number()]).transform((value, context) => {
  const bytes = parseSize(String(value));
  if (bytes === null) context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a size such as 250MB or 1GiB` });
  return bytes ?? 0;
});
const percent = z.number().min(0).max(100);
const schemes = (...allowed: readonly string[]): z.ZodString =>
  z.string().refine((value) => allowed.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value), {
    message: `must be an address that begins with ${allowed.map((scheme) => `${scheme}://`).join(' or ')}`,
  });
const web = schemes('https', 'http');
/** An empty text or null switches an endpoint off. */
const single = z.union([web, z.literal(''), z.null()]).transform((value) => (value === '' ? null : value));
const ids = z.union([z.string(), z.array(z.string())]).transform((value) => (typeof value === 'string' ? value.split(',') : value));

export const configSchema = z.strictObject({
  severity: z.record(z.string(), z.enum(['fail', 'warn', 'off'])).optional(),
  thresholds: z
    .strictObject({
      sessionLifetime: duration,
      clockBehindWarn: duration,
      clockBehindFail: duration,
      clockAheadWarn: duration,
      freeSpace: size,
      freeSpacePercent: percent,
      freeInodesPercent: percent,
    })
    .partial()
    .optional(),
  endpoints: z
    .strictObject({
      license: z.array(web),
      time: z.array(schemes('ntp', 'https', 'http')),
      cloudflareRanges: single,
      resolvers: z.array(web),
      controls: z.array(web),
      publicAddress: single,
      mailControl: z.union([schemes('smtp'), z.literal(''), z.null()]).transform((value) => value || null),
      google: single,
      facebook: single,
      twitter: single,
      googleToken: single,
      googleCertificates: single,
      twitterFormer: single,
    })
    .partial()
    .optional(),
  resolve: z
    .record(
      z.string(),
      z.string().refine((value) => isIP(value) !== 0, { message: 'must be an IP address' }),
    )
    .optional(),
  only: ids.optional(),
  skip: ids.optional(),
  require: ids.optional(),
  usedUrl: z.string().optional(),
  visitorIp: z.string().optional(),
  admin: z.string().optional(),
  user: z.string().optional(),
  permission: ids.optional(),
  format: z.union([z.string(), z.array(z.string())]).optional(),
  show: z.enum(['problems', 'all']).optional(),
  redact: z.boolean().optional(),
  color: z.boolean().optional(),
  ascii: z.boolean().optional(),
  quiet: z.boolean().optional(),
  verbose: z.boolean().optional(),
  failOn: z.enum(['warn', 'fail', 'never']).optional(),
  url: z.string().optional(),
  adminUrl: z.string().optional(),
  origin: z.string().optional(),
  cacert: z.string().optional(),
  php: z.string().optional(),
  fpm: z.string().optional(),
  webProbe: z.boolean().optional(),
  offline: z.boolean().optional(),
  exact: z.boolean().optional(),
  timeout: duration.optional(),
  deadline: duration.optional(),
  jobs: z.number().int().min(1).max(256).optional(),
  audit: z.string().optional(),
});

export type ConfigFile = z.infer<typeof configSchema>;

/** One line: what, where, why. The command line turns it into exit status 78. */
export class UnusableConfig extends Error {}

/** Reads and validates the file. Throws UnusableConfig. */
export async function readConfig(path: string, uid: number): Promise<ConfigFile> {
  const text = readChecked(path, uid);
  let value: unknown;
  try {
    value = path.endsWith('.json') ? JSON.parse(text) : (await import('yaml')).parse(text);
  } catch (error) {
    throw new UnusableConfig(`${path} cannot be read: ${firstLine(error)}`);
  }
  const parsed = configSchema.safeParse(value ?? {});
  if (!parsed.success) throw new UnusableConfig(`${path}: ${explain(parsed.error.issues[0])}`);
  return parsed.data;
}

function readChecked(path: string, uid: number): string {
  let stat;
  try {
    stat = lstatSync(path);
  } catch {
    throw new UnusableConfig(`there is no configuration file ${path}`);
  }
  if (!stat.isFile()) throw new UnusableConfig(`${path} is not a regular file`);
  if (stat.size > 1024 * 1024) throw new UnusableConfig(`${path} is larger than 1 MiB`);
  if (uid === 0 && (stat.uid !== 0 || (stat.mode & 0o022) !== 0)) {
    throw new UnusableConfig(
      `${path} is not used by root: it must be owned by root and writable by nobody else (chown root ${path}; chmod go-w ${path})`,
    );
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableConfig(`${path} cannot be read: ${firstLine(error)}`);
  }
}

function explain(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return 'it is not understood';
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = nearest(key, knownKeys(issue.path.map(String)));
    const name = place === '' ? key : `${place}.${key}`;
    return `unknown key ${name}${near === null ? '' : `: did you mean ${near}?`}`;
  }
  return `${place === '' ? 'the file' : place}: ${issue.message}`;
}

function knownKeys(path: readonly string[]): readonly string[] {
  if (path[0] === 'thresholds')
    return [
      'sessionLifetime',
      'clockBehindWarn',
      'clockBehindFail',
      'clockAheadWarn',
      'freeSpace',
      'freeSpacePercent',
      'freeInodesPercent',
    ];
  if (path[0] === 'endpoints')
    return [
      ...['license', 'time', 'cloudflareRanges', 'resolvers', 'controls', 'publicAddress', 'mailControl'],
      ...['google', 'facebook', 'twitter', 'googleToken', 'googleCertificates', 'twitterFormer'],
    ];
  return Object.keys(configSchema.shape);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
