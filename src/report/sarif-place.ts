/**
 * Where a finding is, for SARIF. GitHub's code scanning refuses results without a file, and every address scheme but file: so what is no
 * file gets the target's own name as a relative path, and says in logicalLocations what it is.
 */
import { posix } from 'node:path';
import type { Location } from 'sarif';
import type { Finding, Report } from '../model.js';
import { trimEndOf } from '../logic/trim-end.js';
import { plain } from './plain-text.js';

type Target = Report['target'];
type Place = Pick<Finding, 'subject' | 'evidence'>;

export const installBase = 'INSTALL';

export function locationOf(place: Place, target: Target): Location {
  const { path, line } = fileOf(place) ?? { path: null, line: 1 };
  return {
    physicalLocation: {
      artifactLocation: path === null ? { uri: targetUri(target) } : fileUri(path, originOf(target)),
      region: { startLine: line },
    },
    logicalLocations: [{ fullyQualifiedName: plain(place.subject ?? target.label), kind: 'resource' }],
  };
}

/** A target's name in one spelling, however it was typed. */
export function nameOf(label: string): string {
  if (URL.canParse(label) && /^https?:/i.test(label)) return new URL(label).href;
  const [, head = '', path = ''] = /^([a-z]+:\/\/[^/]*)?(.*)$/is.exec(label) ?? [];
  const short = path === '' ? '' : posix.normalize(path);
  return `${head}${short === '/' ? short : trimEndOf(short, '/')}`;
}

/** The folder that paths of the install are told from; null: there is none. */
export function baseUri(target: Target): string | null {
  const { folder, host } = originOf(target);
  return folder === null ? null : folder === '' ? `file://${host}/` : `file://${host}/${relative(folder)}/`;
}

interface Origin {
  /** Without a slash at the end. */
  readonly folder: string | null;
  /** Empty: this machine. */
  readonly host: string;
}

/** Of a bundle what it was recorded from. */
function originOf({ kind, label, recorded }: Target): Origin {
  const from = recorded ?? { kind, label };
  const [, host = '', folder = ''] =
    (from.kind === 'ssh' ? /^ssh:\/\/(?:[^/@]*@)?(\[[^/\]]*\]|[^/:]*)[^/]*(\/.*)$/ : /^()(\/.*)$/).exec(from.label) ?? [];
  const isInstall = (from.kind === 'install' || from.kind === 'ssh') && folder !== '';
  return isInstall
    ? { folder: trimEndOf(folder, '/'), host: /^\[[0-9a-f:.]+\]$/i.test(host) ? host : encodeURIComponent(plain(host)) }
    : { folder: null, host: '' };
}

/** The subject, or else the first place of the evidence, if it is a path; the line where one is told. */
function fileOf({ subject, evidence }: Place): { readonly path: string; readonly line: number } | null {
  for (const text of [subject ?? '', ...evidence.map(({ source }) => source)]) {
    const [, path, line] = /^(\/[^\s,:]+)(?::(\d{1,6}))?$/.exec(text) ?? [];
    if (path !== undefined) return { path, line: Math.max(1, Number(line ?? 1)) };
  }
  return null;
}

function fileUri(path: string, { folder, host }: Origin): { uri: string; uriBaseId?: string } {
  const inside = folder !== null && path.startsWith(`${folder}/`) ? relative(path.slice(folder.length)) : '';
  return inside === '' ? { uri: `file://${host}/${relative(path)}` } : { uri: inside, uriBaseId: installBase };
}

function targetUri(target: Target): string {
  const { folder, host } = originOf(target);
  const { label } = target.recorded ?? target;
  return folder === null ? relative(label.replace(/^[a-z]+:\/\//i, '')) || 'target' : `file://${host}/${relative(folder)}`;
}

/** Colons are encoded, too: in the first part of a relative path one would end a scheme. */
function relative(path: string): string {
  return plain(path)
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(encodeURIComponent)
    .join('/');
}
