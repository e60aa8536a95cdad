/**
 * Answers to ValidateLogin, of every version: https://developers.whmcs.com/api-reference/validatelogin/
 * Its numbers and truth values come as text in the documented samples ("1", "false"). contactid is of versions before 8.0, twoFactorEnabled of
 * 7.2 and later. passwordhash opens a session: its value is taken out first and stays in the vault.
 */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import { parseEnvelope, type ApiNonsense, type ApiRefusal } from './api-answer.js';
import { isRecord, parseJson } from './json.js';

export type LoginAnswer =
  | {
      readonly is: 'valid';
      readonly userId: number;
      readonly contactId: number | null;
      readonly twoFactorEnabled: boolean | null;
      /** What it says of that, where it is neither yes nor no. */
      readonly twoFactorOdd?: string;
      readonly sessionTokenReturned: boolean;
    }
  | { readonly is: 'invalid'; readonly message: string }
  | { readonly is: 'unknown-action'; readonly message: string }
  /** It says success and lacks what every version documents. */
  | { readonly is: 'odd'; readonly why: string }
  | ApiRefusal
  | ApiNonsense;

/** The one error that the documentation names. */
export const invalidMessage = 'Email or Password Invalid';

const noSuchAction =
  /^(?:The requested API Action could not be found|(?:API )?(?:Command|Action) not found|(?:Invalid|Unknown) (?:API )?(?:Command|Action)\b)/i;

/** Never throws. */
export function parseValidateLogin(body: string): LoginAnswer {
  const envelope = parseEnvelope(body);
  if (envelope.is === 'unintelligible') return envelope;
  if (envelope.is === 'refused') {
    const { message } = envelope;
    if (message.toLowerCase().startsWith(invalidMessage.toLowerCase())) return { is: 'invalid', message };
    return noSuchAction.test(message) ? { is: 'unknown-action', message } : envelope;
  }
  const { fields } = envelope;
  const userId = idIn(fields['userid']);
  if (userId === null)
    return { is: 'odd', why: `it says success and ${fields['userid'] === undefined ? 'names no userid' : 'its userid is no number'}` };
  const twoFactor = fields['twoFactorEnabled'] ?? null;
  const twoFactorEnabled = flagIn(twoFactor);
  return {
    is: 'valid',
    userId,
    contactId: idIn(fields['contactid']),
    twoFactorEnabled,
    ...(twoFactor === null || twoFactorEnabled !== null ? {} : { twoFactorOdd: oddValue(twoFactor) }),
    sessionTokenReturned: isToken(fields['passwordhash']),
  };
}

/**
 * The same answer with the words that it holds sealed, before anything cuts them: half of a secret would not be known again. The documented message
 * stays, whatever the password is.
 */
export function withSealedMessage(body: string, seal: (text: string) => string): string {
  const value = parseJson(body.slice(0, longest).trim())?.value;
  if (!isRecord(value)) return seal(body);
  const sealed = (name: 'message' | 'twoFactorEnabled'): Readonly<Record<string, string>> => {
    const words = value[name];
    return typeof words !== 'string' || words === invalidMessage || flagIn(words) !== null ? {} : { [name]: seal(words) };
  };
  const changed = { ...sealed('message'), ...sealed('twoFactorEnabled') };
  return Object.keys(changed).length === 0 ? body : JSON.stringify({ ...value, ...changed });
}

function oddValue(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return printable(masked(String(value)), 40);
}

/** A positive whole number, also as text; 0 stands for none. */
function idIn(value: unknown): number | null {
  const id = typeof value === 'number' ? value : typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : Number.NaN;
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** "false" is true to JavaScript, and "" is what PHP makes of false. null: not said, or in no known way. */
function flagIn(value: unknown): boolean | null {
  if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'string') return null;
  switch (String(value).trim().toLowerCase()) {
    case 'true':
    case '1':
    case 'on':
    case 'yes':
      return true;
    case 'false':
    case '0':
    case 'off':
    case 'no':
    case '':
      return false;
    default:
      return null;
  }
}

function isToken(value: unknown): boolean {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

const tokenName = /hash|token|_tk$|^upw$|secret/i;
const tokenInText = /\b(?:passwordhash|login_auth_tk|upw)\b["'\\>=:\s]{1,12}([^"'\\<>&;,\s]{4,512})/gi;
const mostTokens = 50;
const longest = 65_536;

/** Every value that could open a session, for the vault: of a JSON answer by its fields, of anything else by the field's name before it. */
export function sessionTokensIn(body: string): readonly string[] {
  const text = body.slice(0, longest);
  const found = new Set<string>();
  const collect = (value: unknown, named: boolean): void => {
    if (named && (typeof value === 'string' || typeof value === 'number')) found.add(String(value));
    else if (Array.isArray(value)) for (const inner of value) collect(inner, named);
    else if (isRecord(value)) for (const [key, inner] of Object.entries(value)) collect(inner, named || tokenName.test(key));
  };
  collect(parseJson(text.trim())?.value, false);
  for (const match of text.matchAll(tokenInText)) {
    found.add(match[1] ?? '');
    if (found.size > mostTokens) break;
  }
  return [...found].filter((value) => value !== '').slice(0, mostTokens);
}

/**
 * The value of DisableSessionIPCheck as GetConfigurationValue answers: https://developers.whmcs.com/api-reference/getconfigurationvalue/
 * `on` means that the check is off. null: the answer does not say.
 */
export function parseSessionIpSetting(body: string): { readonly on: boolean | null; readonly why: string } {
  const envelope = parseEnvelope(body);
  if (envelope.is === 'unintelligible') return { on: null, why: 'the answer is none of the API' };
  if (envelope.is === 'refused') return { on: null, why: envelope.message === '' ? 'the API refused' : envelope.message };
  return sessionIpValidation(envelope.fields['value']);
}

/** Of the setting's value, however it was read. */
export function sessionIpValidation(value: unknown): { readonly on: boolean | null; readonly why: string } {
  if (value === undefined || value === null) return { on: null, why: 'it has no value' };
  const disabled = flagIn(value);
  return disabled === null
    ? { on: null, why: `its value is ${printable(typeof value === 'string' ? value : 'no text', 40)}` }
    : { on: !disabled, why: '' };
}
