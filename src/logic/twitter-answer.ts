/** What X's answer to a request for a request token blames: https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
import type { TwitterCallback } from '../model.js';
import { httpUrl } from './url-identity.js';

export type TwitterVerdict = 'accepted' | 'callback' | 'credentials' | 'access-level' | 'clock' | 'undecided';

const badCredentials: readonly (number | null)[] = [32, 89, 215];
const clockRefused = 135;
const callbackRefused = 415;
const noAccess = 453;

export function twitterVerdict({ accepted, status, code, message, control }: TwitterCallback): TwitterVerdict {
  if (accepted) return 'accepted';
  if (code === callbackRefused || (status === 403 && /callback/i.test(message ?? ''))) return 'callback';
  if (code === clockRefused || control?.code === clockRefused) return 'clock';
  if (code === noAccess) return 'access-level';
  // With another callback the same keys are taken: then it is the callback, in whatever words.
  if (control?.accepted === true) return status === 401 || status === 403 ? 'callback' : 'undecided';
  if (badCredentials.includes(code) || (status === 401 && code === null)) return 'credentials';
  return 'undecided';
}

/** The callback as the app's settings can hold it: without a query, which X does not compare. https://docs.x.com/fundamentals/developer-apps */
export function registeredForm(callback: string): string {
  const url = httpUrl(callback);
  if (url === null) return callback;
  return callback.replace(/[?#].*$/s, '');
}

/** X says by its code that the clock is wrong, whatever its Date. */
export function refusesClock({ code, control }: TwitterCallback): boolean {
  return code === clockRefused || control?.code === clockRefused;
}
