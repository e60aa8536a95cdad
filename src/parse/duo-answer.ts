/** Duo's answers: https://duo.com/docs/oauthapi and the errors as https://github.com/duosecurity/duo_universal_php puts them together. */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import { isRecord, parseJson } from './json.js';

export interface DuoAnswer {
  readonly stat: 'OK' | 'FAIL' | null;
  readonly code: number | null;
  /** "invalid_client: Failed to verify signature."; null: Duo did not say why. */
  readonly message: string | null;
  /** Duo's clock, whole seconds since 1970. */
  readonly timestamp: number | null;
}

/** An answer that is not Duo's has null in every field. */
export function parseDuoAnswer(body: string): DuoAnswer {
  const value = parseJson(body)?.value;
  if (!isRecord(value)) return { stat: null, code: null, message: null, timestamp: null };
  const response = isRecord(value['response']) ? value['response'] : {};
  const failed = value['stat'] === 'FAIL' || typeof value['error'] === 'string';
  const first = textOf(value['message']) ?? textOf(value['error']);
  const detail = textOf(value['message_detail']) ?? textOf(value['error_description']);
  return {
    stat: value['stat'] === 'OK' ? 'OK' : failed ? 'FAIL' : null,
    code: typeof value['code'] === 'number' && Number.isSafeInteger(value['code']) ? value['code'] : null,
    message: first === null ? detail : detail === null ? first : `${first}: ${detail}`,
    timestamp: momentOf(response['timestamp']) ?? momentOf(value['timestamp']),
  };
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? printable(masked(value.slice(0, 2000)), 98) : '';
  return text === '' ? null : text;
}

/** Seconds of this century; what else a number could be is no time. */
function momentOf(value: unknown): number | null {
  return typeof value === 'number' && value > 946_684_800 && value < 4_102_444_800 ? Math.floor(value) : null;
}
