/**
 * The trusted proxies of tblconfiguration. Their stored form is undocumented, so every form in which it has been met is read: a JSON list of
 * {ip, note} first, then a JSON list of texts, PHP's serialisation of either, and a plain list by commas, spaces or lines.
 */
import { isRecord, parseJson } from './json.js';
import type { TrustedProxies } from '../model.js';

const maxCharacters = 1_000_000;
const maxEntries = 10_000;

/** The entries as written, trimmed, in order; whether they are addresses is not judged here. Never throws. */
export async function parseTrustedProxies(value: string): Promise<TrustedProxies> {
  const text = value.trim();
  if (text === '') return { shape: 'empty', entries: [] };
  if (text.length > maxCharacters) return undecodable;
  if (/^[[{"]/.test(text)) return fromJson(text) ?? undecodable;
  if (/^(?:[aOCRr]:\d+:|s:\d+:"|[bid]:[^;]*;$|N;$)/.test(text)) return (await fromPhp(text, 0)) ?? undecodable;
  const entries = text.split(/[\s,;]+/).filter((entry) => entry !== '');
  // A list holds addresses and nothing else: anything longer than one is some other encoding.
  if (entries.some((entry) => entry.length > 100 || /[{}"<>\\]/.test(entry))) return undecodable;
  return { shape: 'list', entries: entries.slice(0, maxEntries) };
}

const undecodable: TrustedProxies = { shape: 'undecodable', entries: [] };

function fromJson(text: string): TrustedProxies | null {
  const parsed = parseJson(text);
  if (parsed === null) return null;
  // A JSON text that holds a JSON text: encoded twice.
  if (typeof parsed.value === 'string') return parsed.value.startsWith('[') ? fromJson(parsed.value) : null;
  const entries = entriesOf(parsed.value);
  return entries && { shape: entries.length === 0 ? 'empty' : 'json', entries };
}

/** Serialised by PHP; objects are refused: no class is named in the scope, whose names cannot reach a prototype either. */
async function fromPhp(text: string, level: number): Promise<TrustedProxies | null> {
  try {
    const { unserialize } = await import('php-serialize');
    const value: unknown = unserialize(text, Object.create(null) as Record<string, never>, { strict: true, encoding: 'utf8' });
    if (typeof value === 'string') return level > 0 ? null : value.startsWith('a:') ? await fromPhp(value, 1) : fromJson(value);
    const entries = entriesOf(value);
    return entries && { shape: entries.length === 0 ? 'empty' : 'php', entries };
  } catch {
    return null;
  }
}

function entriesOf(value: unknown): readonly string[] | null {
  if (value === null || value === false) return [];
  const items = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : null;
  if (items === null) return null;
  const entries: string[] = [];
  for (const item of items.slice(0, maxEntries)) {
    const entry = isRecord(item) ? item['ip'] : item;
    if (typeof entry !== 'string') return null;
    if (entry.trim() !== '') entries.push(entry.trim());
  }
  return entries;
}
