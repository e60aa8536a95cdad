/**
 * Questions to the API of one host: each is sent once in a run, whoever asks it, a few at a time, and an action that the API role does not
 * allow is not tried again. What is refused to all calls is settled before, by the fact api.session.
 */
import { LookFailed } from '../logic/failure.js';
import { stopwatch } from '../logic/clock-interval.js';
import { Slots } from '../logic/slots.js';
import { parseEnvelope, type ApiNonsense, type ApiRefusal } from '../parse/api-answer.js';
import type { Announced, ApiSession, Host } from '../model.js';
import { settingNames, type ReadableSetting } from '../knowledge/setting-names.js';
import { callApi, type ApiAnswer, type ApiLook } from './api-call.js';
import { apiAddress } from './places.js';

/** Everything that is ever asked. None of them writes, and none answers with a secret. */
export type ApiAction =
  | 'GetActivityLog'
  | 'GetAdminUsers'
  | 'GetAutomationLog'
  | 'GetConfigurationValue'
  | 'GetEmails'
  | 'GetEmailTemplates'
  | 'GetHealthStatus'
  | 'GetStaffOnline'
  | 'GetUsers'
  | 'WhmcsDetails';

export interface Told {
  readonly fields: Readonly<Record<string, unknown>>;
  /** When it was sent and answered, by the clock of the host. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

const atOnce = 3;
const place = 'includes/api.php below the System URL';

/** For `plan`: who gives no credential is not asked for. */
export function apiTouch(...actions: readonly ApiAction[]): Announced {
  return {
    kind: 'contact',
    what: `${place}, with the API credential: ${actions.join(', ')}`,
    covers: apiAddress,
    sessions: actions.length,
  };
}

/**
 * The fields of the answer. LookFailed `denied` beyond this vantage where the API role lacks the action, `unsupported` where WHMCS has no such
 * action, `malformed` where what came is no answer of the API. `loose`: the action's answer is documented without `result`.
 */
export async function askApi(
  look: ApiLook,
  session: ApiSession,
  action: ApiAction,
  parameters: Readonly<Record<string, string>> = {},
  loose = false,
): Promise<Told> {
  const { answer, ...times } = await conversationOf(look.host).ask(look, session.url, action, parameters);
  if (answer.truncated) throw new LookFailed('oversize', `the API's answer to ${action} is longer than 1 MiB`);
  const envelope = parseEnvelope(answer.body, loose);
  if (envelope.is === 'success') return { fields: envelope.fields, ...times };
  const failure = explained(action, envelope, answer.status);
  if (failure.more.beyond === true) conversationOf(look.host).refused.set(action, failure);
  throw failure;
}

/** One setting; null: WHMCS knows none of this name, or its value is no text. Never null and never empty where there was another error. */
export async function askSetting(look: ApiLook, session: ApiSession, setting: ReadableSetting): Promise<string | null> {
  try {
    const { fields } = await askApi(look, session, 'GetConfigurationValue', { setting });
    const { setting: name, value } = fields;
    // It names what it answers: anything else is about something else.
    if (typeof name !== 'string' || name.toLowerCase() !== setting.toLowerCase())
      throw new LookFailed('malformed', `the API's answer to GetConfigurationValue is not about ${setting}`);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    return Array.isArray(value) && setting === settingNames.trustedProxies ? JSON.stringify(value) : null;
  } catch (error) {
    if (error instanceof RefusedByName) return null;
    throw error;
  }
}

/** The first by itself: where the action is not allowed, that is one refused call and not one for each setting. */
export async function askSettings<N extends ReadableSetting>(
  look: ApiLook,
  session: ApiSession,
  names: readonly [N, ...N[]],
): Promise<ReadonlyMap<N, string | null>> {
  const [first, ...others] = names;
  const value = await askSetting(look, session, first);
  const values = await Promise.all(others.map(async (name) => [name, await askSetting(look, session, name)] as const));
  return new Map<N, string | null>([[first, value], ...values]);
}

/** WHMCS knows no setting of this name. No other error says that: a license, a lock or a firewall of the API may speak, too. */
class RefusedByName extends LookFailed {}

/** Of the action: a setting, too, may be said to be not found. */
const noAction = /\b(?:action|command|function)\b.*\bnot (?:be )?found/i;
const unknownName = /^Invalid name for parameter setting\b/i;

/** What an answer that is none means, in one sentence. */
function explained(action: ApiAction, answer: ApiRefusal | ApiNonsense, status: number): LookFailed {
  if (answer.is === 'unintelligible') {
    return new LookFailed('malformed', `the API answered ${action} with HTTP ${status}, and not as the API: ${answer.text || 'nothing'}`, {
      settle: 'See whether a firewall, a challenge of the proxy in front or an error of PHP answers in place of includes/api.php.',
    });
  }
  if (answer.kind === 'permission') {
    return new LookFailed(
      'denied',
      `the API role of the credential does not allow ${action}: allow it at Configuration > System Settings > Manage API Credentials > API Roles`,
      { beyond: true },
    );
  }
  if (noAction.test(answer.message)) {
    return new LookFailed('unsupported', `this WHMCS has no API action ${action}`, { beyond: true });
  }
  const why = `the API refused ${action}: ${answer.message === '' ? 'no reason given' : answer.message}`;
  if (answer.kind !== 'other') return new LookFailed('denied', why);
  return unknownName.test(answer.message) ? new RefusedByName('malformed', why) : new LookFailed('malformed', why);
}

interface Answered {
  readonly answer: ApiAnswer;
  readonly sentAt: number;
  readonly receivedAt: number;
}

interface Shared {
  readonly answered: Promise<Answered>;
  readonly stop: AbortController;
  waiting: number;
}

/** What was asked of one host, by action and parameters. */
class Conversation {
  readonly refused = new Map<ApiAction, LookFailed>();
  private readonly asked = new Map<string, Shared>();
  private readonly slots = new Slots(atOnce);

  /** The call goes on for as long as somebody waits for it. */
  async ask(look: ApiLook, url: string, action: ApiAction, parameters: Readonly<Record<string, string>>): Promise<Answered> {
    look.signal.throwIfAborted();
    const key = JSON.stringify([url, action, Object.entries(parameters).sort()]);
    const known = this.asked.get(key) ?? this.send(look, url, action, parameters);
    this.asked.set(key, known);
    known.waiting += 1;
    const leave = (): void => {
      known.waiting -= 1;
      if (known.waiting > 0) return;
      known.stop.abort();
      this.asked.delete(key);
    };
    look.signal.addEventListener('abort', leave, { once: true });
    try {
      return await known.answered;
    } finally {
      look.signal.removeEventListener('abort', leave);
    }
  }

  private send(look: ApiLook, url: string, action: ApiAction, parameters: Readonly<Record<string, string>>): Shared {
    const stop = new AbortController();
    const answered = this.slots.use(async () => {
      stop.signal.throwIfAborted();
      const refusal = this.refused.get(action);
      if (refusal !== undefined) throw refusal;
      const { host } = look;
      const watch = stopwatch(host);
      const answer = await callApi({ ...look, signal: stop.signal }, new URL(url), action, parameters);
      return { answer, sentAt: watch.startedAt, receivedAt: watch.moment() };
    });
    answered.catch(() => {}); // everybody who asked may have gone
    return { answered, stop, waiting: 0 };
  }
}

const conversations = new WeakMap<Host, Conversation>();

function conversationOf(host: Host): Conversation {
  const known = conversations.get(host) ?? new Conversation();
  conversations.set(host, known);
  return known;
}
