/** Duo's health check: whether Duo takes the keys, without a user: https://duo.com/docs/oauthapi#health-check */
import { defineProbe, LookFailed } from '../index.js';
import { duoHostOf, malformedKeys, duoNotAsked } from '../logic/duo.js';
import { printable } from '../logic/http-answer.js';
import { parseDuoAnswer } from '../parse/duo-answer.js';
import type { DuoHealth, HttpResult } from '../model.js';

export default defineProbe({
  fact: 'duo.health',
  vantage: 'provider',
  title: "Duo's answer about its keys",
  budgetMs: 10_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'the host of DUO_HOST: POST /oauth/v1/health_check, only with DUO_CLIENT_ID, DUO_CLIENT_SECRET and DUO_HOST',
      covers: ['POST https://<DUO_HOST>/oauth/v1/health_check'],
    },
  ],
  async observe({ host, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'Duo is not asked with --offline');
    const [id, secret] = await Promise.all([
      host.credentials.secret('DUO_CLIENT_ID', signal),
      host.credentials.secret('DUO_CLIENT_SECRET', signal),
    ]);
    const given = host.credentials.text('DUO_HOST');
    if (id === null || secret === null || given === null) throw new LookFailed('disabled', duoNotAsked);
    const name = printable(duoHostOf(given), 100);
    const malformed = malformedKeys(id.shape, secret.shape, name);
    if (malformed.length > 0)
      return { value: { host: name, malformed, answer: null }, source: 'DUO_CLIENT_ID, DUO_CLIENT_SECRET, DUO_HOST' };
    const url = `https://${name}/oauth/v1/health_check`;
    const answer = await host.credentials.send({ kind: 'jwt', url, id, secret }, { timeoutMs: options.timeoutMs, signal });
    return { value: { host: name, malformed, answer: read(answer) }, source: name };
  },
});

function read(answer: HttpResult): DuoHealth['answer'] {
  if (!answer.ok) return { reached: false, stage: answer.stage, code: answer.code };
  const { timestamp, ...said } = parseDuoAnswer(answer.body);
  // Whole seconds, cut off, written between sending and receiving: as the Date of an HTTP answer.
  const clock = timestamp === null ? null : { lowMs: timestamp * 1000 - answer.headersAt, highMs: timestamp * 1000 + 1000 - answer.sentAt };
  return { reached: true, status: answer.status, ...said, clock };
}
