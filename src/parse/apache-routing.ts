/** What Apache's own configuration does with routes of an install: .htaccess files, mod_rewrite, rules of its own, PATH_INFO. */
import type { WebRouting } from '../model.js';
import type { ApacheDirective } from './apache.js';
import { leadsToIndex } from './htaccess-rules.js';

/**
 * `sections` are the <Directory> sections that cover the install, from the shortest on; `own` is the virtual host and `main` the server.
 * https://httpd.apache.org/docs/2.4/mod/core.html#allowoverride
 */
export function apacheRouting(
  levels: {
    readonly main: readonly ApacheDirective[];
    readonly own: readonly ApacheDirective[];
    readonly sections: readonly ApacheDirective[];
  },
  modules: ReadonlySet<string>,
): WebRouting {
  const inFolder = levels.sections.map((section) => section.block ?? []);
  const override = inFolder.flatMap((block) => block.filter((one) => one.name === 'allowoverride' || one.name === 'allowoverridelist'));
  const plain = override.filter((one) => one.name === 'allowoverride').at(-1);
  const list = override.filter((one) => one.name === 'allowoverridelist').at(-1);
  // Rewrite rules belong to FileInfo: https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewriterule
  const htaccess =
    (plain?.args.some((word) => /^(?:all|fileinfo)$/i.test(word)) ?? false) ||
    (list?.args.some((word) => /^(?:rewriterule|fallbackresource)$/i.test(word)) ?? false);
  // mod_rewrite takes the rules of the nearest level that has any; rules of the server itself work for virtual hosts that inherit them.
  const leads = [...inFolder, levels.own].some(leadsToIndex);
  const pathInfo = [levels.main, levels.own, ...inFolder].flatMap((block) => block.filter((one) => one.name === 'acceptpathinfo')).at(-1);
  const refused = pathInfo?.args[0]?.toLowerCase() === 'off';
  const handedOn = levels.own.some((one) => /^(?:proxypass|proxypassmatch)$/.test(one.name) && one.args[0] === '/' && one.args[1] !== '!');
  const rewrite = handedOn ? 'elsewhere' : leads ? 'script' : 'files';
  return {
    htaccess,
    overrideFrom: plain === undefined ? null : `${plain.file}:${plain.line}`,
    // A server that loads no module at all by its files has them compiled in.
    rewriteModule: modules.size === 0 ? null : modules.has('rewrite'),
    rewrite,
    index: handedOn ? 'elsewhere' : refused ? 'files' : 'script',
    signIn: rewrite,
  };
}
