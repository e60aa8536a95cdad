/** The web servers on this machine and their configuration: of running ones where they say it, else where it usually is. */
import type { LookFailed } from '../logic/failure.js';
import { believable } from './believable-processes.js';
import { ConfigFiles } from './config-files.js';
import { normalPath, type ConfigText } from '../parse/config-source.js';
import { parseApache, type ApacheTree } from '../parse/apache.js';
import { proxyLists } from '../parse/apache-site.js';
import { parseNginx, type NginxTree } from '../parse/nginx.js';
import type { Host, ProcessSeen } from '../model.js';

export type WebConfiguration =
  | { readonly server: 'nginx'; readonly file: string; readonly tree: NginxTree; readonly files: ConfigFiles }
  | {
      readonly server: 'apache';
      readonly file: string;
      readonly tree: ApacheTree;
      readonly lists: readonly ConfigText[];
      readonly files: ConfigFiles;
    };

export interface WebConfigurations {
  readonly found: readonly WebConfiguration[];
  /** Why the first of the files and folders that could not be read could not; null: all could. */
  readonly refusal: LookFailed | null;
  readonly liteSpeed: boolean;
  /** LiteSpeed runs in the place of Apache, from whose files it takes its sites. */
  readonly readByLiteSpeed: boolean;
}

interface Place {
  readonly server: 'nginx' | 'apache';
  readonly file: string;
  readonly root: string;
  /** Names that the command line defines (-D). */
  readonly defines: readonly string[];
}

const usual: readonly Omit<Place, 'root' | 'defines'>[] = [
  { server: 'nginx', file: '/etc/nginx/nginx.conf' },
  { server: 'nginx', file: '/usr/local/nginx/conf/nginx.conf' },
  { server: 'nginx', file: '/usr/local/openresty/nginx/conf/nginx.conf' },
  { server: 'apache', file: '/etc/apache2/apache2.conf' },
  { server: 'apache', file: '/etc/apache2/conf/httpd.conf' }, // cPanel, EasyApache 4
  { server: 'apache', file: '/etc/httpd/conf/httpd.conf' },
  { server: 'apache', file: '/usr/local/apache/conf/httpd.conf' },
  { server: 'apache', file: '/usr/local/apache2/conf/httpd.conf' },
];

export async function webConfigurations(host: Host, signal: AbortSignal): Promise<WebConfigurations> {
  const processes = believable(await host.shell.processes(signal).catch(() => []), host);
  const running = distinct(processes.flatMap((process) => placeOf(process)));
  const views = new Map<string, ConfigFiles>();
  const view = (root: string): ConfigFiles => {
    const known = views.get(root) ?? new ConfigFiles(host, signal, root);
    views.set(root, known);
    return known;
  };
  // The files of a server that does not run say nothing where another one does.
  const rest = usual.map((place) => ({ ...place, root: '', defines: [] }));
  const started = running.flatMap((place) =>
    place.file === '' ? rest.filter((one) => one.server === place.server).map((one) => ({ ...place, file: one.file })) : [place],
  );
  const found: WebConfiguration[] = [];
  for (const place of distinct(started.length > 0 ? started : rest)) {
    const configuration = await readPlace(place, view(place.root));
    if (configuration) found.push(configuration);
  }
  const liteSpeed = processes.some((process) => /(?:^|\/)(?:lshttpd|litespeed|openlitespeed)\b/.test(process.argv[0] ?? ''));
  return {
    found,
    refusal: [...views.values()].flatMap((files) => files.refusal ?? [])[0] ?? null,
    liteSpeed,
    readByLiteSpeed: liteSpeed && !running.some(({ server }) => server === 'apache'),
  };
}

/** `-c FILE` of nginx, `-f FILE` of Apache; '' where the command line names none. */
function placeOf(process: ProcessSeen): readonly Place[] {
  const title = process.argv.join(' ');
  const root = process.root === null || process.root === '/' ? '' : `/proc/${process.pid}/root`;
  const inFolder = (file: string): string => normalPath(file, process.cwd ?? '/');
  // nginx writes its whole command line into one title.
  const nginx = /^(?:nginx: master process\s+)?(\S*\/)?nginx(?:\s|$)(.*)/.exec(title);
  if (nginx && !title.startsWith('nginx: worker')) {
    const file = /(?:^|\s)-c\s*(\S+)/.exec(nginx[2] ?? '')?.[1];
    return [{ server: 'nginx', file: file === undefined ? '' : inFolder(file), root, defines: [] }];
  }
  const name = (process.argv[0] ?? '').split('/').at(-1) ?? '';
  if (!/^(?:apache2|httpd|httpd\.(?:event|worker|prefork))$/.test(name)) return [];
  const given = (option: string): string | undefined => {
    const at = process.argv.findIndex((word, i) => i > 0 && word.startsWith(option));
    const word = process.argv[at] ?? '';
    return word === option ? process.argv[at + 1] : word.slice(option.length) || undefined;
  };
  // A file that is not absolute lies below ServerRoot, which -d sets: https://httpd.apache.org/docs/2.4/programs/httpd.html
  const [file, serverRoot] = [given('-f'), given('-d')];
  const defines = process.argv.flatMap((word, i) => (word === '-D' ? (process.argv[i + 1] ?? []) : /^-D./.test(word) ? word.slice(2) : []));
  if (file !== undefined) return [{ server: 'apache', file: normalPath(file, serverRoot ?? process.cwd ?? '/'), root, defines }];
  return [{ server: 'apache', file: '', root, defines }];
}

function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.server} ${place.root} ${place.file}`, place])).values()].slice(0, 20);
}

async function readPlace(place: Place, files: ConfigFiles): Promise<WebConfiguration | null> {
  const main = await files.read(place.file);
  if (!main) return null;
  if (place.server === 'nginx') {
    return { server: 'nginx', file: place.file, tree: await parseNginx(place.file, main.text, (pattern) => files.load(pattern)), files };
  }
  const folder = normalPath(`${place.file}/..`);
  const serverRoot = /\/conf$/.test(folder) ? normalPath(`${folder}/..`) : folder;
  const envvars = await files.read(`${serverRoot}/envvars`);
  const variables = new Map(
    [...(envvars?.text ?? '').matchAll(/^\s*(?:export\s+)?(\w+)=["']?([^"'\s]*)/gm)].map((found) => [
      found[1] ?? '',
      (found[2] ?? '').replace('$SUFFIX', ''),
    ]),
  );
  const tree = await parseApache(place.file, main.text, { serverRoot, variables, defines: new Set(place.defines) }, (pattern) =>
    loadFolderToo(files, pattern),
  );
  const lists = (await Promise.all(proxyLists(tree).map((path) => files.read(path)))).filter((text) => text !== null);
  return { server: 'apache', file: place.file, tree, lists, files };
}

/** Apache reads every file of a folder that an Include line names. */
async function loadFolderToo(files: ConfigFiles, pattern: string): Promise<readonly ConfigText[]> {
  const texts = await files.load(pattern);
  if (texts.length > 0 || /[*?[]/.test(pattern)) return texts;
  const names = await files.names(pattern);
  return names.length === 0 ? [] : files.load(`${pattern}/*`);
}
