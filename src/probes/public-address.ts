/** The address from which this machine appears on the internet. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { parseOwnAddress } from '../parse/endpoint-answers.js';
import { userAgent } from './site-request.js';

export default defineProbe({
  fact: 'net.public-address',
  vantage: 'provider',
  title: "this machine's public address",
  budgetMs: 10_000,
  touches: [{ kind: 'contact', what: 'endpoints.publicAddress: one GET', covers: ['GET <endpoints.publicAddress>'] }],
  async observe({ host, options, signal }) {
    const url = options.offline ? null : options.endpoints.publicAddress;
    if (url === null)
      throw new LookFailed(
        'disabled',
        `the public address was not asked for: ${options.offline ? 'it was run with --offline' : 'endpoints.publicAddress is empty'}`,
      );
    const headers = { 'user-agent': userAgent, accept: 'text/plain, application/json;q=0.9, */*;q=0.1' };
    const answer = await host.net.http({ url, headers, strictTls: true, maxBytes: 4096, signal });
    // Behind a firewall that lets only the needed through this is normal, so it makes no check unknown.
    if (!answer.ok)
      throw new LookFailed(unanswered(answer), `${url} could not be asked for the public address: ${answer.message}`, { beyond: true });
    const address = answer.status === 200 ? parseOwnAddress(answer.body) : null;
    if (address === null) throw new LookFailed('malformed', `${url} answered ${answer.status} without an address`, { beyond: true });
    return { value: { address, source: url }, source: url };
  },
});
