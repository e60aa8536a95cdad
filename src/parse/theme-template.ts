/**
 * What a Smarty template of a theme brings for sign-in with providers: marks and includes outside comments. Conditions are not evaluated:
 * what stands in the text counts as there.
 */
import { printable } from '../logic/http-answer.js';
import type { BlockInclude, TemplateMark } from '../model.js';

/** Where an include leads. */
export interface IncludeTarget {
  /** `theme`: the active theme's chain; `order-form`: the active order form's chain; `templates`: the templates folder; `here`: the file's own folder. */
  readonly under: 'theme' | 'order-form' | 'templates' | 'here';
  readonly file: string;
}

export interface TemplatePieces {
  readonly marks: readonly TemplateMark[];
  readonly blocks: readonly (Pick<BlockInclude, 'context' | 'customFeedback'> & {
    /** null: the name is computed. */
    readonly target: IncludeTarget | null;
  })[];
  /** Templates that it includes, the provider block apart. */
  readonly includes: readonly IncludeTarget[];
  /** An include whose name is computed, as written; null: none. */
  readonly computed: string | null;
  /** Ends of the classes providerLinkingMsg-preLink-…; null: computed. */
  readonly messages: readonly string[] | null;
}

const mostIncludes = 200;
const mostMessages = 60;

export function parseTemplate(text: string): TemplatePieces {
  const { code, visible } = withoutComments(text);
  const includes: IncludeTarget[] = [];
  const blocks: TemplatePieces['blocks'][number][] = [];
  let computed: string | null = null;
  for (const tag of code.matchAll(includeTag)) {
    if (includes.length + blocks.length >= mostIncludes) break;
    const attributes = attributesOf(tag[1] ?? '');
    const written = attributes.get('file') ?? '';
    if (/linkedaccounts\.tpl/i.test(written)) {
      const context = literal(attributes.get('linkContext'));
      blocks.push({ context, customFeedback: isTruthy(attributes.get('customFeedback')), target: targetOf(written) });
      continue;
    }
    const target = targetOf(written);
    if (target === null) computed ??= printable(written, 120);
    else includes.push(target);
  }
  return { marks: marksOf(code, visible), blocks, includes, computed, messages: messagesIn(visible) };
}

/** {include …} and {extends …}; an argument may itself hold a tag. */
const includeTag = /\{\s{0,9}(?:include|extends)\s([^{}]{0,2000}(?:\{[^{}]{0,500}\}[^{}]{0,500}){0,12})\}/g;
const attribute =
  /(?:([A-Za-z_]\w{0,40})\s{0,9}=\s{0,9})?("[^"]{0,500}"|'[^']{0,500}'|(?:[^\s"'=]{1,100}(?:"[^"]{0,300}"|'[^']{0,300}')?){1,6})/g;

/** Arguments as written, quotes kept; the first one without a name is the file. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = 'file', value = ''] of text.matchAll(attribute)) if (!found.has(name)) found.set(name, value);
  return found;
}

/** Text without quotes; null where it is computed. */
function literal(value: string | undefined): string | null {
  const plain = /^["']?([\w-]{1,60})["']?$/.exec(value ?? '')?.[1];
  return plain ?? null;
}

function isTruthy(value: string | undefined): boolean {
  return value !== undefined && !/^["']?(?:false|0|null|off|no)?["']?$/i.test(value);
}

/** $template is the active theme's name and $carttpl the order form's: https://developers.whmcs.com/themes/variables/ */
function targetOf(written: string): IncludeTarget | null {
  const joined = /^\$(template|carttpl)\|cat:["']\/?([^"'$`{}|]{1,300})["']$/.exec(written);
  if (joined) return inChain(joined[1] === 'carttpl' ? 'order-form' : 'theme', joined[2] ?? '');
  const quoted = /^"([^"]*)"$/.exec(written)?.[1];
  const single = /^'([^'$`]*)'$/.exec(written)?.[1];
  const bare = /^[\w./-]+$/.test(written) ? written : undefined;
  const name = (quoted ?? single ?? bare)?.replace(/[`{]?\$(template|carttpl)\b[`}]?/g, '\u0001$1\u0001');
  if (name === undefined || /[$`{}|()\\]/.test(name)) return null;
  const themed = /^\/?\u0001template\u0001\/(.+)$/.exec(name)?.[1];
  if (themed !== undefined) return inChain('theme', themed);
  const form = /^\/?orderforms\/\u0001carttpl\u0001\/(.+)$/.exec(name)?.[1];
  if (form !== undefined) return inChain('order-form', form);
  return name.startsWith('./') ? inChain('here', name.slice(2)) : inChain('templates', name);
}

function inChain(under: IncludeTarget['under'], file: string): IncludeTarget | null {
  return isPlainPath(file) ? { under, file } : null;
}

/** A path below a folder that cannot lead out of it. */
export function isPlainPath(file: string): boolean {
  return file.length <= 300 && /^[\w.@ -]+(?:\/[\w.@ -]+)*$/.test(file) && file.split('/').every((part) => !/^\.{1,2}$/.test(part));
}

function marksOf(code: string, visible: string): readonly TemplateMark[] {
  const providers = /\$linkableProviders\b/.test(code);
  const tests: readonly (readonly [TemplateMark, boolean])[] = [
    ['providers', providers],
    ['provider-code', providers && /(?:\.|->)(?:code|login_button)\b|\[['"](?:code|login_button)['"]\]/.test(code)],
    ['feedback', visible.includes('providerLinkingFeedback')],
    ['head-output', /\$headoutput\b/.test(code)],
    ['header-output', /\$headeroutput\b/.test(code)],
    ['footer-output', /\$footeroutput\b/.test(code)],
    ['csrf-token', /\bcsrfToken\s{0,9}=/.test(code)],
    ['base-url', /\bwhmcsBaseUrl\s{0,9}=/.test(code)],
  ];
  return tests.filter(([, there]) => there).map(([mark]) => mark);
}

function messagesIn(visible: string): readonly string[] | null {
  const found = new Set<string>();
  for (const match of visible.matchAll(/providerLinkingMsg-preLink-([\w-]{0,60})([{$`]?)/g)) {
    if (match[2] !== '' || match[1] === '') return null;
    if (found.size < mostMessages) found.add(match[1] ?? '');
  }
  return [...found].sort();
}

/**
 * `code`: the text without Smarty's comments and without HTML's (Smarty runs what is in these, but no browser shows it); `visible`: that without
 * scripts. Inside a script `<!--` is an old habit and hides nothing.
 */
function withoutComments(text: string): { readonly code: string; readonly visible: string } {
  const code: string[] = [];
  const visible: string[] = [];
  const token = /\{\*|<!--|<script\b|<\/script\b/gi;
  let inScript = false;
  let from = 0;
  const upTo = (end: number): void => {
    const piece = text.slice(from, end);
    code.push(piece);
    if (!inScript) visible.push(piece);
  };
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const opening = match[0].toLowerCase();
    if (opening === '<script' || opening === '</script') {
      upTo(match.index);
      inScript = opening === '<script';
      from = match.index;
      continue;
    }
    if (opening === '<!--' && inScript) continue;
    const closing = opening === '{*' ? '*}' : '-->';
    const end = text.indexOf(closing, match.index + opening.length);
    upTo(match.index);
    from = end === -1 ? text.length : end + closing.length;
    token.lastIndex = from;
  }
  upTo(text.length);
  return { code: code.join(''), visible: visible.join('') };
}
