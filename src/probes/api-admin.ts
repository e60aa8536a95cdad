/** What WHMCS's API says to GetAdminDetails, with the operator's credential: https://developers.whmcs.com/api/authentication/ */
import { defineProbe, LookFailed } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import { parseAdminDetails } from '../parse/api-answer.js';
import type { Host, HttpResult, SecretRequest } from '../model.js';
import { userAgent } from './site-request.js';

type Parameters = (SecretRequest & { readonly kind: 'form' })['parameters'];

const classify = visitorClassifier(cloudflareRanges);

export default defineProbe({
  fact: 'api.admin',
  vantage: 'api',
  title: "the API's answer about the calling administrator",
  // Who gave no credential is not told that the System URL is unknown.
  wants: ['site.url'],
  budgetMs: 15_000,
  touches: [
    {
      kind: 'contact',
      what: 'includes/api.php below the System URL: GetAdminDetails, only with WHMCS_API_IDENTIFIER and WHMCS_API_SECRET (or the older pair)',
    },
  ],
  async observe({ host, want, options, signal }) {
    const credential = await credentialOf(host, signal);
    const site = want['site.url'];
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
    const key = await host.credentials.secret('WHMCS_API_ACCESS_KEY', signal);
    const answer = await host.credentials.send(
      {
        kind: 'form',
        url: url.href,
        parameters: { action: 'GetAdminDetails', responsetype: 'json', ...credential, ...(key === null ? {} : { accesskey: key }) },
        headers: { 'user-agent': userAgent, accept: 'application/json' },
        ...(options.origin === null ? {} : { address: options.origin }),
      },
      { timeoutMs: options.timeoutMs, signal },
    );
    if (!answer.ok) throw failed(answer, url);
    const read = parseAdminDetails(answer.body);
    const source = `${url.origin}${url.pathname}`;
    switch (read.is) {
      case 'details':
        return { value: read, source };
      case 'refused': {
        const { address } = read;
        const seen = address === null ? null : { personal: 'address' as const, value: address, class: classify(address) };
        return { value: { ...read, address: seen, status: answer.status }, source };
      }
      case 'unintelligible':
        return { value: { ...read, status: answer.status }, source };
      default:
        return read satisfies never;
    }
  },
});

/** Identifier and secret, or an administrator's name and the MD5 value of the password, which WHMCS still takes. */
async function credentialOf({ credentials }: Host, signal: AbortSignal): Promise<Parameters> {
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
  if (answer.stage === 'tls') {
    return new LookFailed('denied', why, {
      settle: 'A credential is sent only where the certificate verifies: repair it, or give --cacert FILE.',
    });
  }
  return new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', why);
}
