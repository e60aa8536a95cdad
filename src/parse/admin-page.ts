/**
 * What the admin area's log-in page says, by its wording with the tags taken off: the license pages have no language keys and no documented
 * HTML, so they are English in every language and only their words can be looked for. Any input is survived, in time proportional to it.
 */
import { printable } from '../logic/http-answer.js';
import type { AdminPage } from '../model.js';

export interface AdminPagePieces {
  readonly form: boolean;
  readonly notice: AdminPage['notice'];
  /** The words that say so, without license key and addresses. */
  readonly text: string | null;
}

type Notice = NonNullable<AdminPage['notice']>;

const longestPage = 1_048_576;
const mostTexts = 4000;
/** License pages and notices are short; what stands further down is a theme's own. */
const longestProse = 20_000;

export function parseAdminPage(html: string): AdminPagePieces {
  const page = html.slice(0, longestPage);
  const texts = visibleTexts(page);
  const form = hasPasswordField(page);
  return { form, ...(noticeIn(texts) ?? { notice: null, text: null }) };
}

/** Whole texts of one element each: headings and titles. */
const headings: readonly (readonly [Notice, RegExp])[] = [
  ['license-invalid', /^(?:error:? )?licen[cs]e (?:key )?invalid\b/i],
  ['license-invalid', /^invalid licen[cs]e(?: key)?[.!]?$/i],
  ['license-suspended', /^(?:error:? )?licen[cs]e (?:key )?suspended\b/i],
  ['license-expired', /^(?:error:? )?licen[cs]e (?:key )?expired\b/i],
  ['no-connection', /^(?:error:? )?no connection(?: error)?[.!]?$/i],
  ['maintenance', /\bdown for maintenance\b/i],
  ['banned', /^ip banned[.!]?$/i],
];
const longestHeading = 80;

/** Sentences, which an element for the key or the address may interrupt: what stands between the two parts is not shown. */
const sentences: readonly (readonly [Notice, RegExp])[] = [
  ['license-invalid', /\b(your licen[cs]e key)\b(.{0,160}?)\b(is invalid)\b/i],
  ['license-suspended', /\b(your licen[cs]e(?: key)?)\b(.{0,160}?)\b((?:is|has been) suspended)\b/i],
  ['license-expired', /\b(your licen[cs]e(?: key)?)\b(.{0,160}?)\b(has expired|is expired)\b/i],
  ['admin-path-not-configured', /\b(attempting to access the admin area via a directory)( )(that is not configured)\b/i],
  ['banned', /\b(your ip(?: address)?)\b(.{0,80}?)\b(has been banned)\b/i],
];

function noticeIn(texts: readonly string[]): { readonly notice: Notice; readonly text: string } | null {
  const prose = texts.join(' ').slice(0, longestProse);
  for (const [notice, pattern] of sentences) {
    const found = pattern.exec(prose);
    if (!found) continue;
    const hidden = (found[2] ?? '').trim() === '' ? ' ' : ' … ';
    return { notice, text: `${found[1] ?? ''}${hidden}${found[3] ?? ''}` };
  }
  for (const [notice, pattern] of headings) {
    const found = texts.find((text) => text.length <= longestHeading && pattern.test(text));
    if (found !== undefined) return { notice, text: withoutKeys(printable(found, longestHeading)) };
  }
  return null;
}

/** A heading has no word that looks like a key: letters and digits, or many of them after a dash. */
function withoutKeys(text: string): string {
  return text.replace(/\b(?=[\w-]*\d)[A-Za-z][\w-]{9,}/g, '…');
}

const unseen = /^(?:script|style|template|textarea|svg)$/;

/** The texts between the tags, one line each, in order. Scripts, styles and comments are not shown to anybody. */
export function visibleTexts(html: string): readonly string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < html.length && texts.length < mostTexts) {
    const open = html.indexOf('<', at);
    const text = line(html.slice(at, open < 0 ? html.length : open));
    if (text !== '') texts.push(text);
    if (open < 0) break;
    at = afterTag(html, open);
  }
  return texts;
}

/** Where the text goes on after what begins with this "<"; a tag that never ends takes the rest with it. */
function afterTag(html: string, open: number): number {
  const past = (end: string, from: number): number => {
    const found = html.indexOf(end, from);
    return found < 0 ? html.length : found + end.length;
  };
  if (html.startsWith('<!--', open)) return past('-->', open + 4);
  const name = /^<([a-z][a-z0-9]{0,15})/i.exec(html.slice(open, open + 20))?.[1]?.toLowerCase();
  const end = past('>', open);
  if (name === undefined || !unseen.test(name)) return end;
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = end;
  const found = closing.exec(html);
  return found === null ? html.length : past('>', found.index);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function line(text: string): string {
  const decoded = text
    .slice(0, longestProse)
    .replace(/&(?:([a-z]{2,4})|#(\d{1,6}));/gi, (whole, name: string | undefined, code: string | undefined) =>
      name === undefined ? (code === '39' ? "'" : ' ') : (entities[name.toLowerCase()] ?? whole),
    );
  return printable(decoded.replace(/\s+/g, ' '), longestProse);
}

function hasPasswordField(html: string): boolean {
  for (const found of html.matchAll(/<input\b([^<>]{0,2000})/gi)) {
    if (/\btype\s{0,5}=\s{0,5}["']?password\b/i.test(found[1] ?? '')) return true;
  }
  return false;
}
