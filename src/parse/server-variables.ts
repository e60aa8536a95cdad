/** SERVER_NAME and SERVER_ADDR as the web server's configuration gives them to PHP: a license is bound to both. */
import type { ServerVariableLine } from '../model.js';
import type { ApacheDirective } from './apache.js';
import type { NginxDirective } from './nginx.js';

const names = ['SERVER_NAME', 'SERVER_ADDR'] as const;
type Name = (typeof names)[number];

const longest = 300;

/**
 * The fastcgi_param lines that hold in the block that runs PHP, in order: of two of one name nginx sends both, and PHP keeps the later.
 * `resolve` puts in what `set` gave to variables.
 */
export function nginxServerVariables(
  params: readonly NginxDirective[],
  server: readonly NginxDirective[],
  resolve: (text: string) => string,
): readonly ServerVariableLine[] {
  return params.flatMap((one): readonly ServerVariableLine[] => {
    const name = names.find((each) => each === one.args[0]);
    if (name === undefined) return [];
    const where = `${one.file}:${one.line}`;
    return [{ name, where, ...nginxValue(name, resolve(one.args[1] ?? '').slice(0, longest), server) }];
  });
}

type Value = Pick<ServerVariableLine, 'value' | 'follows' | 'written'>;

function nginxValue(name: Name, text: string, server: readonly NginxDirective[]): Value {
  const variable = /^\$\{?(\w+)\}?$/.exec(text)?.[1];
  // https://nginx.org/en/docs/http/ngx_http_core_module.html#variables: the first name of the server block, as it is written
  if (variable === 'server_name') return { value: firstName(server), follows: null, written: false };
  if (variable === 'host' || variable === 'http_host') return { value: null, follows: 'visitor', written: false };
  if (variable === 'server_addr') return { value: onlyAddress(server), follows: 'connection', written: false };
  if (text.includes('$')) return { value: null, follows: name === 'SERVER_ADDR' ? 'connection' : 'visitor', written: false };
  return { value: text, follows: null, written: true };
}

function firstName(server: readonly NginxDirective[]): string {
  const name = server.find((one) => one.name === 'server_name')?.args[0] ?? '';
  return name.replace(/^\./, '').slice(0, longest);
}

/** The address that the block listens on, where it names exactly one of a family that visitors use first; null: whatever they connect to. */
function onlyAddress(server: readonly NginxDirective[]): string | null {
  const listens = server.filter((one) => one.name === 'listen').map((one) => one.args[0] ?? '');
  const addresses = new Set(listens.map((listen) => /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/.exec(listen)?.[1] ?? ''));
  addresses.delete('0.0.0.0');
  const [only, another] = [...addresses].filter((address) => address !== '');
  const everywhere = listens.some((listen) => /^(?:\*:)?\d+$|^0\.0\.0\.0(?::|$)/.test(listen));
  return only !== undefined && another === undefined && !everywhere ? only : null;
}

/** https://httpd.apache.org/docs/2.4/mod/core.html#usecanonicalname: Off, the default, gives the visitor's own Host header. */
export function apacheServerVariables(
  main: readonly ApacheDirective[],
  own: readonly ApacheDirective[],
  sections: readonly ApacheDirective[],
  place: { readonly file: string },
): readonly ServerVariableLine[] {
  const levels = [main, own, ...sections.map((section) => section.block ?? [])];
  const last = (wanted: string): ApacheDirective | undefined =>
    levels.flatMap((level) => level.filter((one) => one.name === wanted).slice(-1)).at(-1);
  const said = last('usecanonicalname');
  const canonical = said?.uncertain === true ? undefined : said;
  const serverName = own.filter((one) => one.name === 'servername').at(-1) ?? main.filter((one) => one.name === 'servername').at(-1);
  const at = (one: ApacheDirective | undefined): string => (one === undefined ? place.file : `${one.file}:${one.line}`);
  const on = canonical?.args[0]?.toLowerCase() === 'on' && serverName !== undefined;
  const name = on
    ? { value: bareName(serverName.args[0] ?? ''), follows: null, written: true }
    : { value: null, follows: 'visitor' as const, written: false };
  return [
    { name: 'SERVER_NAME', where: at(on ? serverName : canonical), ...name },
    { name: 'SERVER_ADDR', where: place.file, value: null, follows: 'connection', written: false },
  ];
}

function bareName(written: string): string {
  return written
    .slice(0, longest)
    .replace(/^https?:\/\//i, '')
    .replace(/:\d+$/, '');
}
