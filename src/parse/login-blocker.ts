/**
 * What stands in the place of an answer of WHMCS: a page of a firewall, of PHP, of ionCube, of WHMCS's own license check, or what the install
 * printed on the command line. Only what is known by its own words gets a name.
 */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import type { LoginFills, LoginTrouble } from '../model.js';
import { isChallenge } from './challenge.js';
import { printedErrors } from './printed-errors.js';
import { refusalOf, testOf } from './refusal-page.js';
import { siteErrorIn } from './site-error.js';

export interface Blocker {
  readonly trouble: LoginTrouble;
  readonly fills: LoginFills;
}

const longest = 262_144;

/** WHMCS's own words about its license: its pages, and what it says on the command line. */
const licenseRefused =
  /\bLicen[sc]e (?:Invalid|Suspended|Expired)\b|\bYour licen[sc]e key(?: [\w-]{1,60})? is (?:invalid|suspended|expired)\b/i;
const licenseUnreachable = /\bhas not been able to verify your licen[sc]e\b|^\s{0,20}No Connection\s{0,20}$/im;
const banned = /\bYour IP ([0-9a-f.:]{2,45}) has been banned\b/i;

/** Of anything that the install printed; null: nothing that is known. */
export function installBlocker(printed: string): Blocker | null {
  const text = printed.slice(0, longest);
  const site = siteErrorIn(text);
  if (site !== null) return siteBlocker(site);
  const bare = text.replace(/<[^<>]{0,300}>/g, ' ').replace(/[^\S\n]{2,}/g, ' ');
  const ban = banned.exec(bare)?.[1];
  if (ban !== undefined) return { trouble: 'address-banned', fills: { address: ban } };
  if (licenseRefused.test(bare)) return { trouble: 'license-refused', fills: {} };
  if (licenseUnreachable.test(bare)) return { trouble: 'license-unreachable', fills: {} };
  const fatal = printedErrors(text).find(({ kind }) => /fatal|parse/i.test(kind));
  if (fatal !== undefined)
    return { trouble: 'php-error', fills: { error: `${fatal.kind}: ${fatal.message} in ${fatal.file} on line ${fatal.line}` } };
  return null;
}

function siteBlocker(site: NonNullable<ReturnType<typeof siteErrorIn>>): Blocker {
  switch (site.is) {
    case 'ioncube-wrong-php':
      return {
        trouble: 'ioncube-unfit',
        fills: { detail: `the files are encoded for PHP ${site.encodedFor}, and PHP ${site.running} runs` },
      };
    case 'ioncube-too-old':
      return { trouble: 'ioncube-unfit', fills: { detail: 'the Loader is too old for the files' } };
    case 'ioncube-missing':
    case 'version-mismatch':
      return { trouble: site.is, fills: {} };
    default:
      return site satisfies never;
  }
}

/** Of an HTTP answer that is none of the API. */
export function httpBlocker(status: number, body: string): Blocker {
  const fills = { status: String(status), sample: sampleOf(body) };
  const test = isChallenge(status, {}, body) ? 'the network in front of the site' : (testOf(status, {}, body)?.product ?? null);
  if (test !== null) return { trouble: 'challenged', fills: { ...fills, product: test } };
  const wall = refusalOf(status, {}, body);
  if (wall !== null) return { trouble: 'firewall', fills: { ...fills, product: wall.product } };
  const own = installBlocker(body);
  if (own !== null) return { trouble: own.trouble, fills: { ...fills, ...own.fills } };
  if (status >= 300 && status < 400) return { trouble: 'redirected', fills };
  if (status === 404 || status === 410) return { trouble: 'not-found', fills };
  if (status === 429) return { trouble: 'rate-limited', fills };
  if (status >= 500) return { trouble: 'server-error', fills };
  return { trouble: body.trim() === '' ? 'empty' : 'page', fills };
}

/** The first words of what was printed, without tags and without what could be a secret or a person. */
export function sampleOf(printed: string): string {
  const text = printed
    .slice(0, 8000)
    .replace(/<(script|style)\b[^]{0,4000}?<\/\1>/gi, ' ')
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .replace(/\s+/g, ' ');
  return printable(masked(text), 200);
}
