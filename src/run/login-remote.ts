/** ValidateLogin over the network, with the operator's API credential. */
import { LookFailed } from '../logic/failure.js';
import type { Fact, Facts, Host, LoginFills, LoginOutcome, LoginTrouble, RunOptions, SecretRef, SessionIpValidation } from '../model.js';
import { apartFromNoise } from '../parse/answer-among-noise.js';
import type { ApiRefusal } from '../parse/api-answer.js';
import { httpBlocker, sampleOf } from '../parse/login-blocker.js';
import {
  parseSessionIpSetting,
  parseValidateLogin,
  sessionTokensIn,
  withSealedMessage,
  type LoginAnswer,
} from '../parse/validate-login.js';
import { apiUrl, callApi, credentialOf, type ApiAnswer } from '../probes/api-call.js';

export interface RemoteLogin {
  readonly host: Host;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly email: string;
  readonly password: SecretRef;
  /** Takes secrets out of a text. */
  readonly seal: (text: string) => string;
}

/** LookFailed `disabled`: none is given; others: the file that a variable names cannot be read. */
export async function requireCredential(host: Host, signal: AbortSignal): Promise<void> {
  await credentialOf(host, signal);
}

/** Where the call goes; an outcome where it cannot go anywhere. */
export function loginAddress(site: Fact<Facts['site.url']>): { readonly url: URL } | { readonly outcome: LoginOutcome } {
  try {
    return { url: apiUrl(site) };
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
    return { outcome: undetermined(site.ok ? 'not-https' : 'site-unknown', null, { why: error.why }) };
  }
}

export async function loginRemotely({ host, options, signal, email, password, seal }: RemoteLogin, url: URL): Promise<LoginOutcome> {
  const parameters = { email, password2: password };
  let answer: ApiAnswer;
  try {
    answer = await callApi({ host, options, signal }, url, 'ValidateLogin', parameters);
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
    if (signal.aborted) return undetermined('stopped', null, {});
    return undetermined(noAnswer[error.gap] ?? 'unreachable', null, { why: error.why, host: url.host });
  }
  const apart = apartFromNoise(answer.body);
  for (const text of [answer.body, ...(apart === null ? [] : [apart.answer])])
    for (const token of sessionTokensIn(text)) host.vault.keep('session token', token);
  const body = withSealedMessage(apart?.answer ?? answer.body, seal);
  const fills = { host: url.host, status: String(answer.status) };
  const outcome = outcomeOf(parseValidateLogin(body), fills, () => httpBlocker(answer.status, body));
  return apart === null ? outcome : { ...outcome, printed: sampleOf(seal(apart.printed)) };
}

/** Whether sessions are tied to an address, asked with the same credential. */
export async function sessionIpThroughApi(
  { host, options, signal }: Pick<RemoteLogin, 'host' | 'options' | 'signal'>,
  url: URL,
): Promise<SessionIpValidation> {
  const action = 'GetConfigurationValue';
  try {
    const { body } = await callApi({ host, options, signal }, url, action, { setting: 'DisableSessionIPCheck' });
    const { on, why } = parseSessionIpSetting(apartFromNoise(body)?.answer ?? body);
    return { on, source: on === null ? `${action}: ${why}` : `${action} of DisableSessionIPCheck` };
  } catch (error) {
    if (error instanceof LookFailed) return { on: null, source: `${action}: ${error.why}` };
    throw error;
  }
}

const noAnswer: Readonly<Partial<Record<LookFailed['gap'], LoginTrouble>>> = {
  timeout: 'silent',
  denied: 'certificate',
  aborted: 'stopped',
};

/** What an answer means; `instead` says what it is where it is none of WHMCS's API. */
export function outcomeOf(
  answer: LoginAnswer,
  fills: LoginFills,
  instead: () => { readonly trouble: LoginTrouble; readonly fills: LoginFills },
): LoginOutcome {
  switch (answer.is) {
    case 'valid': {
      const { is, ...seen } = answer;
      return { verdict: is, ...seen };
    }
    case 'invalid':
      return { verdict: 'invalid', message: answer.message };
    case 'unknown-action':
      return undetermined('action-unknown', answer.message, fills);
    case 'odd':
      return undetermined('shape-unknown', null, { ...fills, why: answer.why });
    case 'refused':
      return undetermined(refusal(answer), answer.message, { ...fills, ...(answer.address === null ? {} : { address: answer.address }) });
    case 'unintelligible': {
      const found = instead();
      return undetermined(found.trouble, null, { ...fills, ...found.fills });
    }
    default:
      return answer satisfies never;
  }
}

/** Not documented of ValidateLogin: what WHMCS or an add-on may say of an account that is shut. */
const aboutAccount =
  /\b(?:locked|inactive|closed|disabled|deactivated|suspended|banned|blocked)\b|\btoo many\b.{0,40}\b(?:attempts|logins|tries)\b/i;

function refusal({ kind, message }: ApiRefusal): LoginTrouble {
  switch (kind) {
    case 'ip':
      return 'address-refused';
    case 'credentials':
      return 'credential-refused';
    case 'access-key':
      return 'access-key-refused';
    case 'permission':
      return /^Access Denied/i.test(message) ? 'access-denied' : 'action-not-allowed';
    case 'other':
      return aboutAccount.test(message) ? 'account-refused' : 'other-error';
    default:
      return kind satisfies never;
  }
}

export function undetermined(trouble: LoginTrouble, message: string | null, fills: LoginFills): LoginOutcome {
  return { verdict: 'undetermined', trouble, message, fills };
}
