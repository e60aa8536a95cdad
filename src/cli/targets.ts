/** What a target on the command line stands for, and the list of them. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { httpUrl } from '../logic/url-identity.js';
import type { SshDestination } from '../model.js';
import { unusable, usage } from './exit.js';
import { withoutSecrets } from './options.js';
import { openText } from './text-input.js';

export type Target =
  | { readonly kind: 'install'; readonly text: string }
  | { readonly kind: 'url'; readonly text: string }
  | { readonly kind: 'ssh'; readonly text: string; readonly destination: SshDestination; readonly folder: string }
  | { readonly kind: 'bundle'; readonly text: string };

/** A live target: something can be looked at. */
export type LiveTarget = Exclude<Target, { readonly kind: 'bundle' }>;

const patienceMs = 5000;
const mostTargets = 10_000;
const longestList = 1024 * 1024;

/** Folder, bundle file, address or ssh address. Throws Quit 64 for what is none of them. */
export async function targetOf(text: string): Promise<Target> {
  if (/^https?:\/\//i.test(text)) return webTarget(text);
  if (/^ssh:\/\//i.test(text)) return sshTarget(text);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw usage(`${withoutSecrets(text)} is no target: type a folder, a bundle, https://HOST/ or ssh://[USER@]HOST[:PORT]/FOLDER`);
  }
  return { kind: (await isFile(text)) ? 'bundle' : 'install', text };
}

/** For commands that look at something: a bundle holds what was looked at before. */
export async function liveTarget(text: string, command: string): Promise<LiveTarget> {
  const target = await targetOf(text);
  if (target.kind === 'bundle') throw usage(`${text} is a file: ${command} looks at a folder, an address or ssh://HOST/FOLDER`);
  return target;
}

/** Of the command line and of --targets, each once; the current folder where there is none. */
export async function targetsOf(given: readonly string[], list: string | undefined): Promise<readonly string[]> {
  const listed = list === undefined ? [] : await readList(list);
  const all = [...new Set([...given, ...listed])];
  if (all.length > mostTargets) throw usage(`${all.length} targets are more than ${mostTargets}: split the list`);
  return all.length === 0 ? ['.'] : all;
}

function webTarget(text: string): Target {
  const url = httpUrl(text.trim());
  if (url === null)
    throw usage(`${withoutSecrets(text)} is not an address that can be visited: type https://HOST/ or https://HOST/FOLDER/`);
  // name and password are nobody's business in a report
  return { kind: 'url', text: withoutSecrets(text.trim()) };
}

/** What looks like an option, holds a password or leaves the folder out is refused before ssh sees it. */
function sshTarget(text: string): Target {
  const form = 'type ssh://[USER@]HOST[:PORT]/FOLDER, with the folder of the install';
  const match = /^ssh:\/\/(?:([^@/]*)@)?(\[[0-9a-f:.%]+\]|[^:/@[\]]*)(?::([^/]*))?(\/.*)?$/is.exec(text);
  const [, user, host = '', port, path = ''] = match ?? [];
  if (match === null) throw usage(`${withoutSecrets(text)} is not an address of ssh: ${form}`);
  if (user?.includes(':') === true)
    throw usage('a password never belongs in an address: ssh uses its keys, its agent and its configuration');
  if (user !== undefined && !/^[a-z_][\w.-]{0,63}\$?$/i.test(user)) throw usage(`${JSON.stringify(user)} is no name of a user: ${form}`);
  if (!/^\[[0-9a-f:.%]+\]$/i.test(host) && !/^[a-z0-9_](?:[\w.-]{0,253}[a-z0-9_])?$/i.test(host))
    throw usage(`${JSON.stringify(host)} is no name of a host: ${form}`);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    throw usage(`${JSON.stringify(port)} is no port: ${form}`);
  const folder = decoded(path);
  if (folder === null || folder === '' || folder === '/' || folder.includes('\0'))
    throw usage(`${withoutSecrets(text)} names no folder: ${form}`);
  return {
    kind: 'ssh',
    text,
    destination: { user: user ?? null, host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? null : Number(port) },
    folder,
  };
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** A target that is a file is a bundle. */
async function isFile(path: string): Promise<boolean> {
  const silent = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), patienceMs).unref());
  const found = await Promise.race([stat(path).catch(() => null), silent]);
  if (found === 'silent') throw unusable(`${path} does not answer (dead mount?)`);
  return found !== null && !found.isDirectory();
}

/** One target per line; what begins with # is a remark. */
async function readList(path: string): Promise<readonly string[]> {
  const { name, chunks } = await openText(path);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > longestList) throw unusable(`${name} is larger than 1 MiB: a list of targets has one on each line`);
    parts.push(Uint8Array.from(chunk));
  }
  const text = Buffer.concat(parts)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (text.includes('\0')) throw unusable(`${name === path ? basename(path) : name} is not a text: a list of targets has one on each line`);
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const targets = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (targets.length === 0) throw usage(`${name} names no target: put one on each line`);
  return targets;
}
