/** One call of WHMCS's API with the operator's credential: https://developers.whmcs.com/api/authentication/ */
import { LookFailed } from '../index.js';
import type { Facts, Fact, Host, HttpResult, RunOptions, SecretRef, SecretRequest } from '../model.js';
import { userAgent } from './site-request.js';

type Parameters = (SecretRequest & { readonly kind: 'form' })['parameters'];

const longestAnswer = 1_048_576;

export interface ApiLook {
  readonly host: Host;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
  /** The answer is longer than what was read of it. */
  readonly truncated: boolean;
  /** The address that was asked, without a query. */
  readonly source: string;
}

/** Where the API is. Throws where the site's address is a gap, and where it is not https: a credential is sent over nothing else. */
export function apiUrl(site: Fact<Facts['site.url']>): URL {
  if (!site.ok) {
    const { gap, why, settle, beyond } = site;
    throw new LookFailed(gap, why, { ...(settle === undefined ? {} : { settle }), ...(beyond === undefined ? {} : { beyond }) });
  }
  const url = new URL('includes/api.php', site.value.url);
  if (url.protocol !== 'https:') {
    throw new LookFailed('unsupported', `the API was not asked: ${url.origin} is not https, and a credential is sent over nothing else`, {
      settle: 'Give the https address with --url.',
    });
  }
  return url;
}

/**
 * What WHMCS answers to one action; what it means is for src/parse. LookFailed `disabled` without a credential, `denied` where the certificate
 * does not verify, `timeout` and `io` where there is no answer.
 */
export async function callApi(
  { host, options, signal }: ApiLook,
  url: URL,
  action: string,
  parameters: Readonly<Record<string, string | SecretRef>> = {},
): Promise<ApiAnswer> {
  const credential = await credentialOf(host, signal);
  const key = await host.credentials.secret('WHMCS_API_ACCESS_KEY', signal);
  const answer = await host.credentials.send(
    {
      kind: 'form',
      url: url.href,
      parameters: { ...parameters, action, responsetype: 'json', ...credential, ...(key === null ? {} : { accesskey: key }) },
      headers: { 'user-agent': userAgent, accept: 'application/json' },
      ...(options.origin === null ? {} : { address: options.origin }),
    },
    { timeoutMs: options.timeoutMs, maxBytes: longestAnswer, signal },
  );
  if (!answer.ok) throw failed(answer, url);
  return { status: answer.status, body: answer.body, truncated: answer.truncated, source: `${url.origin}${url.pathname}` };
}

/** Identifier and secret, or an administrator's name and the MD5 value of the password, which WHMCS still takes. LookFailed `disabled`: none is given. */
export async function credentialOf({ credentials }: Host, signal: AbortSignal): Promise<Parameters> {
  const [identifier, secret] = await Promise.all([
    credentials.secret('WHMCS_API_IDENTIFIER', signal),
    credentials.secret('WHMCS_API_SECRET', signal),
  ]);
  if (identifier !== null && secret !== null) return { identifier, secret };
  const [username, password] = await Promise.all([
    credentials.secret('WHMCS_API_USERNAME', signal),
    credentials.secret('WHMCS_API_PASSWORD', signal),
  ]);
  if (username !== null && password !== null) return { username, password: { md5: password } };
  throw new LookFailed('disabled', 'the API was not asked: give WHMCS_API_IDENTIFIER and WHMCS_API_SECRET in the environment');
}

function failed(answer: HttpResult & { readonly ok: false }, url: URL): LookFailed {
  const why = `the API at ${url.host} could not be asked: ${answer.code} (${answer.stage})`;
  const silent = /TIME/i.test(answer.code);
  if (answer.stage === 'tls' && !silent) {
    return new LookFailed('denied', why, {
      settle: 'A credential is sent only where the certificate verifies: repair it, or give --cacert FILE.',
    });
  }
  return new LookFailed(silent ? 'timeout' : 'io', why);
}
