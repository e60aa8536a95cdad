/** The theme's page that asks for a second factor, through the chain of themes that inherit from one another. */
import path from 'node:path';
import { parentTheme, printsChallenge } from '../parse/challenge-template.js';
import type { ChallengePage, FileBytes, Host } from '../model.js';

const maxThemes = 5;
const maxTemplate = 262_144;

/** A theme's folder name; anything else would lead out of templates/. */
const themeName = /^[\w-][\w.-]{0,63}$/;

/**
 * null where nothing can be said: the active theme is not known, not there, or its chain does not hold the pages that every theme has, so
 * that what is missing may be anywhere.
 */
export async function challengePage(host: Host, root: string, active: string, signal: AbortSignal): Promise<ChallengePage | null> {
  const themes: string[] = [];
  let whole = false;
  let next: string | null = active;
  while (next !== null && themeName.test(next) && !themes.includes(next) && themes.length < maxThemes) {
    const folder = path.join(root, 'templates', next);
    const stat = await host.files.stat(folder, { follow: true, signal });
    if (stat?.kind !== 'directory') return null;
    themes.push(next);
    const file = path.join(folder, 'two-factor-challenge.tpl');
    const template = await present(host, file, root, signal);
    if (template !== null) return { themes, file, prints: template.truncated || printsChallenge(textOf(template)) };
    whole = whole || (await isWhole(host, folder, signal));
    const yaml = await present(host, path.join(folder, 'theme.yaml'), root, signal);
    next = yaml === null ? null : parentTheme(textOf(yaml));
  }
  return whole ? { themes, file: null, prints: null } : null;
}

/** null: there is no such file. One that is there and may not be read is a look that failed. */
async function present(host: Host, file: string, root: string, signal: AbortSignal): Promise<FileBytes | null> {
  if ((await host.files.stat(file, { follow: true, signal })) === null) return null;
  return host.files.read(file, { maxBytes: maxTemplate, within: root, signal });
}

async function isWhole(host: Host, folder: string, signal: AbortSignal): Promise<boolean> {
  const pages = await Promise.all(
    ['header.tpl', 'footer.tpl', 'login.tpl'].map((name) => host.files.stat(path.join(folder, name), { follow: true, signal })),
  );
  return pages.every((stat) => stat !== null);
}

function textOf({ bytes }: FileBytes): string {
  return new TextDecoder().decode(bytes);
}
