/**
 * Names of the second factors that have settings in tblconfiguration's 2fasettings, which older releases keep serialised by PHP:
 * {forceclient, forceadmin, modules: {name: {…}}}. The settings themselves are secrets and are not looked at.
 */
import { isRecord } from './json.js';

const maxCharacters = 200_000;
const maxNames = 50;

/** The modules' names, and every longer text of their settings, for the vault; null: the value is not of that form. Never throws. */
export async function parseTwoFactorSettings(
  text: string,
): Promise<{ readonly names: readonly string[]; readonly secrets: readonly string[] } | null> {
  if (text.length > maxCharacters || !/^a:\d{1,4}:\{/.test(text)) return null;
  try {
    const { unserialize } = await import('php-serialize');
    const value: unknown = unserialize(text, Object.create(null) as Record<string, never>, { strict: true, encoding: 'utf8' });
    const modules = isRecord(value) ? value['modules'] : null;
    if (!isRecord(modules)) return null;
    const names = Object.keys(modules).filter((name) => /^[a-z0-9_]{1,40}$/i.test(name));
    return { names: names.slice(0, maxNames), secrets: textsIn(modules, 0).slice(0, 200) };
  } catch {
    return null;
  }
}

/** Shorter ones are switches. */
const shortestSecret = 8;

function textsIn(value: unknown, level: number): readonly string[] {
  if (typeof value === 'string') return value.length >= shortestSecret ? [value] : [];
  if (level > 8 || typeof value !== 'object' || value === null) return [];
  return Object.values(value)
    .slice(0, 200)
    .flatMap((inner) => textsIn(inner, level + 1));
}
