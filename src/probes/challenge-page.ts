/** The theme's page that asks for a second factor, through the chain of themes that inherit from one another. */
import path from 'node:path';
import { parentTheme, printsChallenge } from '../parse/challenge-template.js';
import type { As, ChallengePage, FileBytes, FileStat, Host } from '../model.js';

const maxThemes = 5;
const maxTemplate = 262_144;

/** A theme's folder name; anything else would lead out of templates/. */
const themeName = /^[\w-][\w.-]{0,63}$/;

/** Files of the install, read with the rights of their owner where the program has more. */
export interface Reading {
  readonly host: Host;
  readonly root: string;
  readonly as: As | null;
  readonly signal: AbortSignal;
}

/**
 * null where nothing can be said: the active theme is not known, not there, or its chain does not hold the pages that every theme has, so
 * that what is missing may be anywhere.
 */
export async function challengePage(reading: Reading, active: string): Promise<ChallengePage | null> {
  const themes: string[] = [];
  let whole = false;
  let next: string | null = active;
  while (next !== null && themeName.test(next) && !themes.includes(next) && themes.length < maxThemes) {
    const folder = path.join(reading.root, 'templates', next);
    if ((await statOf(reading, folder))?.kind !== 'directory') return null;
    themes.push(next);
    const file = path.join(folder, 'two-factor-challenge.tpl');
    const template = await present(reading, file);
    if (template !== null) return { themes, file, prints: template.truncated || printsChallenge(textOf(template)) };
    whole = whole || (await isWhole(reading, folder));
    const yaml = await present(reading, path.join(folder, 'theme.yaml'));
    next = yaml === null ? null : parentTheme(textOf(yaml));
  }
  return whole ? { themes, file: null, prints: null } : null;
}

function statOf({ host, as, signal }: Reading, file: string): Promise<FileStat | null> {
  return host.files.stat(file, { follow: true, signal, ...(as === null ? {} : { as }) });
}

/** null: there is no such file. One that is there and may not be read is a look that failed. */
async function present(reading: Reading, file: string): Promise<FileBytes | null> {
  if ((await statOf(reading, file)) === null) return null;
  const { host, root, as, signal } = reading;
  return host.files.read(file, { maxBytes: maxTemplate, within: root, signal, ...(as === null ? {} : { as }) });
}

async function isWhole(reading: Reading, folder: string): Promise<boolean> {
  const pages = await Promise.all(['header.tpl', 'footer.tpl', 'login.tpl'].map((name) => statOf(reading, path.join(folder, name))));
  return pages.every((stat) => stat !== null);
}

function textOf({ bytes }: FileBytes): string {
  return new TextDecoder().decode(bytes);
}
