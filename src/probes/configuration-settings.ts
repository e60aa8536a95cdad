/** From the values of configuration.php to settings: set, absent, or dynamic with the reason. */
import { textOf, type Held, type PhpValue } from '../parse/configuration-php.js';
import type { SecretRef, Setting, Vault } from '../model.js';

/** What a reader makes of a value: the setting's value, or why it has none. */
export type Read<T> = { readonly value: T } | { readonly why: string };

export function settingOf<T>(held: Held | undefined, read: (value: PhpValue, line: number) => Read<T>): Setting<T> {
  // PHP cannot tell a variable that is null from one that is not set.
  if (!held || held.value.is === 'null') return { state: 'absent' };
  if (held.value.is === 'dynamic') return { state: 'dynamic', why: held.value.why, line: held.line };
  const found = read(held.value, held.line);
  return 'why' in found ? { state: 'dynamic', why: found.why, line: held.line } : { state: 'set', value: found.value, line: held.line };
}

export function asText(value: PhpValue): Read<string> {
  const found = textOf(value);
  return 'text' in found ? { value: found.text } : found;
}

/** PHP's own idea of true: everything but "", "0", 0, null and the empty array. */
export function flag(value: PhpValue): Read<boolean> {
  if (value.is === 'array') return { value: value.entries.size > 0 };
  const found = textOf(value);
  return 'text' in found ? { value: found.text !== '' && found.text !== '0' } : found;
}

/** Puts the text into the vault at once. */
export function secret(vault: Vault, kind: string): (value: PhpValue) => Read<SecretRef> {
  return (value) => {
    const found = textOf(value);
    return 'text' in found ? { value: vault.keep(kind, found.text) } : found;
  };
}

export function inArray(value: PhpValue | undefined, key: string): PhpValue | undefined {
  return value?.is === 'array' ? value.entries.get(key) : undefined;
}

/** A number of minutes; null: not given, or not a number. */
export function minutes(value: PhpValue | undefined): number | null {
  if (value?.is === 'int') return value.value;
  return value?.is === 'string' && /^\d{1,9}$/.test(value.value.trim()) ? Number(value.value) : null;
}
