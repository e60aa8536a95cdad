/** What a .htaccess file does to WHMCS's routes. The rules inside WHMCS's own block are undocumented, so its marker and the effect count. */
import { parseHtaccess, type ApacheDirective } from './apache.js';

export interface HtaccessRules {
  readonly managed: boolean;
  readonly engine: 'on' | 'off' | null;
  readonly leads: boolean;
  readonly foreignBefore: number;
  readonly foreignAfter: number;
  readonly acceptPathInfo: boolean | null;
}

const begin = /^#+\s*BEGIN\b.*WHMCS managed rules/i;
const end = /^#+\s*END\b.*WHMCS managed rules/i;
/** Conditions of modules hold: whether the server has them is seen in its own configuration. */
const modules: ReadonlySet<string> = new Set(['rewrite', 'dir', 'alias', 'headers', 'mime', 'setenvif', 'env']);

export async function htaccessRules(file: string, text: string): Promise<HtaccessRules> {
  const lines = text.split('\n').map((line) => line.trim().slice(0, 300));
  const from = lines.findIndex((line) => begin.test(line)) + 1;
  const closing = lines.findIndex((line, index) => index >= from && end.test(line)) + 1;
  const to = from > 0 && closing === 0 ? lines.length : closing;
  const directives = flat(await parseHtaccess(file, text, modules));
  const rules = directives.filter((one) => one.name === 'rewriterule' || one.name === 'redirectmatch' || one.name === 'redirect');
  const engine = directives
    .filter((one) => one.name === 'rewriteengine')
    .at(-1)
    ?.args[0]?.toLowerCase();
  const pathInfo = directives
    .filter((one) => one.name === 'acceptpathinfo')
    .at(-1)
    ?.args[0]?.toLowerCase();
  return {
    managed: from > 0,
    engine: engine === 'on' || engine === 'off' ? engine : null,
    leads: leadsToIndex(directives),
    foreignBefore: from === 0 ? rules.length : rules.filter((one) => one.line < from).length,
    foreignAfter: from === 0 ? 0 : rules.filter((one) => one.line > to).length,
    acceptPathInfo: pathInfo === 'on' ? true : pathInfo === 'off' ? false : null,
  };
}

/** A rule, with the engine on, or mod_dir's FallbackResource. https://httpd.apache.org/docs/2.4/mod/mod_dir.html#fallbackresource */
export function leadsToIndex(directives: readonly ApacheDirective[]): boolean {
  const engine =
    directives
      .filter((one) => one.name === 'rewriteengine')
      .at(-1)
      ?.args[0]?.toLowerCase() === 'on';
  return directives.some(
    (one) =>
      (engine && one.name === 'rewriterule' && /(?<![a-z_-])index\.php(?:$|[?/])/i.test(one.args[1] ?? '')) ||
      (one.name === 'fallbackresource' && /index\.php$/i.test(one.args[0] ?? '')),
  );
}

function flat(list: readonly ApacheDirective[]): readonly ApacheDirective[] {
  return list.flatMap((one) => (one.block === null ? [one] : /^(?:if|else|elseif)$/.test(one.name) ? flat(one.block) : []));
}
