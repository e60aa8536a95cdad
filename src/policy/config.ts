/** The configuration file whmcs-doctor.yaml (or .json): what it may say, and what is wrong with it in one line. */
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readDocument, validated } from './document.js';
import { trustedText } from './trusted-text.js';
import { parseDuration, parseSize } from './units.js';

const duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const ms = parseDuration(String(value));
  if (ms === null) context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a duration such as 5s, 24m or 1500ms` });
  return ms ?? 0;
});
/** For what is waited for: not nothing. */
const patience = duration.refine((ms) => ms > 0, { message: 'must be longer than nothing, such as 5s, 500ms or 2m' });
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
const ids = z.union([z.string(), z.array(z.string())]).transform((value) =>
  [value]
    .flat()
    .flatMap((text) => text.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== ''),
);

const list = (about: string): typeof ids => ids.describe(`${about} (a list, or one text with commas)`);
const address = (what: string): typeof single => single.describe(`${what}; an empty text: never contacted`);

const thresholds = z
  .strictObject({
    sessionLifetime: duration.describe('shortest lifetime of a session that is not warned of (24m)'),
    clockBehindWarn: duration.describe('how far a clock may be behind before it is warned of (1s)'),
    clockBehindFail: duration.describe('how far a clock may be behind before it fails (30s)'),
    clockAheadWarn: duration.describe('how far a clock may be ahead before it is warned of (30s)'),
    freeSpace: size.describe('least free space on the disk of the sessions (250MB); of this and the percentage the smaller counts'),
    freeSpacePercent: percent.describe('least free space in percent (10)'),
    freeInodesPercent: percent.describe('least free inodes in percent (5)'),
  })
  .partial();

const endpoints = z
  .strictObject({
    license: z.array(web).describe("addresses of the license servers' test"),
    time: z.array(schemes('ntp', 'https', 'http')).describe('whose time the clocks are compared with'),
    cloudflareRanges: address("list of Cloudflare's addresses"),
    resolvers: z.array(web).describe("DNS over HTTPS: what visitors' resolvers see"),
    controls: z.array(web).describe('sites of others: is it us or them?'),
    publicAddress: address("page that tells this machine's public address"),
    mailControl: z
      .union([schemes('smtp'), z.literal(''), z.null()])
      .transform((value) => value || null)
      .describe('mail server of somebody else, to tell a blocked port from a silent server (none)'),
    google: address("Google's sign-in"),
    facebook: address("Facebook's API"),
    twitter: address("X's API"),
    googleToken: address("Google's tokens"),
    googleCertificates: address("Google's certificates"),
    twitterFormer: address("X's API under its former name"),
  })
  .partial();

/** Every option of `check` under its own name in camelCase, and what only stands here. */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe('for editors'),
    severity: z.record(z.string(), z.enum(['fail', 'warn', 'off'])).describe('per check: fail, warn, or off'),
    thresholds: thresholds.describe('when something is warned of'),
    endpoints: endpoints.describe('every outside address that is contacted by itself'),
    resolve: z
      .record(
        z.string(),
        z.string().refine((value) => isIP(value) !== 0, { message: 'must be an IP address' }),
      )
      .describe('host → address, as --resolve'),
    targets: z.string().describe('file with the targets, one on each line, where the command line names none'),
    only: list('run only these checks, problems, causes or areas; * as a wildcard'),
    skip: list('leave these out'),
    require: list('a check of these that cannot look counts as unknown'),
    for: z.string().describe('what the person says or sees, or a file with it'),
    usedUrl: z.string().describe('address the person used, or the reset link'),
    visitorIp: z.string().describe('address of the person who cannot log in'),
    admin: z.string().describe('administrator who cannot log in'),
    user: z.string().describe('user who cannot log in'),
    permission: list('permissions that the error page named'),
    format: z.union([z.string(), z.array(z.string())]).describe('NAME to standard output, or NAME=FILE; one or several'),
    show: z.enum(['problems', 'all']).describe('problems, or all findings'),
    redact: z.boolean().describe('addresses and names of people become class and token'),
    color: z.boolean().describe('false: plain text'),
    ascii: z.boolean().describe('no characters beyond ASCII'),
    quiet: z.boolean().describe('only what is wrong'),
    verbose: z.boolean().describe('also how long each look took'),
    failOn: z.enum(['warn', 'fail', 'never']).describe('lowest severity that makes the exit status other than 0 (warn)'),
    baseline: z.string().describe('baseline: what was found when it was written does not count'),
    writeBaseline: z.string().describe('file to which what is found is written as a baseline'),
    waivers: z.string().describe('file with what is accepted, each with a reason, an owner and an end date'),
    wait: patience.describe('repeat until healthy, at most for so long'),
    url: z.string().describe('look at this address instead of the System URL'),
    adminUrl: z.string().describe('the admin area'),
    origin: z.string().describe('reach the site at this IP address, past its CDN'),
    cacert: z.string().describe('file with certificate authorities to trust, too'),
    php: z.string().describe('command-line PHP that runs the cron'),
    fpm: z.string().describe('socket or host:port of the PHP-FPM pool that serves the site'),
    webProbe: z.boolean().describe('allow one random-named file in the web root'),
    offline: z.boolean().describe('contact nothing beyond the install'),
    exact: z.boolean().describe('look at every session file'),
    timeout: patience.describe('silence allowed per network operation (5s)'),
    deadline: patience.describe('time allowed for the whole run (60s)'),
    jobs: z.number().int().min(1).max(999).describe('looks at a time, and targets at a time (16)'),
    audit: z.string().describe('file for every file read, command run, query and address contacted'),
    plugins: z.array(z.string()).describe('modules or programs with checks of your own; only where the file was given by --config'),
  })
  .partial();

export type ConfigFile = z.infer<typeof configSchema>;

/** Reads and validates the file; paths in it are relative to its folder. Throws UnusablePolicy. */
export async function readConfig(path: string, uid: number): Promise<ConfigFile> {
  const written = await readDocument(textOf(path, uid), path);
  return written.empty ? {} : rebased(validated(configSchema, written, path), dirname(resolve(path)));
}

/** The formats that it names, also where something else in it is wrong. */
export async function formatsIn(path: string, uid: number): Promise<readonly string[]> {
  try {
    const { value } = await readDocument(textOf(path, uid), path);
    const found = configSchema.shape.format.safeParse(
      typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined,
    );
    return found.data === undefined ? [] : [found.data].flat();
  } catch {
    return [];
  }
}

function textOf(path: string, uid: number): string {
  return trustedText({ what: 'the configuration file', path, uid, mostMebibytes: 1, links: false });
}

const pathKeys = ['targets', 'baseline', 'writeBaseline', 'waivers', 'cacert', 'audit'] as const;

function rebased(file: ConfigFile, folder: string): ConfigFile {
  const at = (path: string): string => (path === '-' ? path : resolve(folder, path));
  const format = (text: string): string => text.replace(/=(.+)$/s, (_, to: string) => `=${at(to)}`);
  const paths = Object.fromEntries(pathKeys.flatMap((key) => (file[key] === undefined ? [] : [[key, at(file[key])]])));
  return {
    ...file,
    ...paths,
    ...(file.format === undefined ? {} : { format: typeof file.format === 'string' ? format(file.format) : file.format.map(format) }),
    ...(file.plugins === undefined ? {} : { plugins: file.plugins.map(at) }),
  };
}
