/** What sign-in providers and Duo answer, as public sources record it. */
import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from './endpoint.js';
import type { Registered } from './internet.js';

export interface DuoApplication {
  id: string;
  secret: string;
  type: 'Web SDK' | 'Auth API';
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
}

/** Google's token endpoint; errors by https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export async function googleToken(request: IncomingMessage, response: ServerResponse, registered: Registered): Promise<void> {
  const form = await formOf(request);
  const refuse = (status: number, error: string, error_description: string) => json(response, { error, error_description }, status);
  if (request.method !== 'POST' || request.url !== '/token') return void response.writeHead(404).end();
  if (form.get('client_id') !== registered.googleClient) return refuse(401, 'invalid_client', 'The OAuth client was not found.');
  if (form.get('client_secret') !== registered.googleSecret) return refuse(401, 'invalid_client', 'Unauthorized');
  if (!registered.googleRedirects.includes(form.get('redirect_uri') ?? '')) return refuse(400, 'redirect_uri_mismatch', 'Bad Request');
  refuse(400, 'invalid_grant', 'Malformed auth code.');
}

/** An application as the Graph API shows it: only the fields asked for, and those without a value left out. */
export function facebookApplication(url: URL, { facebookApp, facebookDomains, facebookPrivacyPolicy }: Registered): unknown {
  const all = {
    name: 'Lab',
    app_domains: facebookDomains,
    category: 'Business and pages',
    privacy_policy_url: facebookPrivacyPolicy,
  };
  const fields = (url.searchParams.get('fields') ?? 'name').split(',');
  const shown = Object.entries(all).filter(([name, value]) => fields.includes(name) && value !== '');
  return { ...Object.fromEntries(shown), id: facebookApp };
}

/** Duo's health check: https://duo.com/docs/oauthapi#health-check */
export async function duoHealthCheck(
  request: IncomingMessage,
  response: ServerResponse,
  { id, secret, type }: DuoApplication,
  now: number,
): Promise<void> {
  const timestamp = Math.floor(now / 1000);
  if (request.method !== 'POST' || request.url !== '/oauth/v1/health_check') {
    return json(response, { code: 40401, message: 'Resource not found', stat: 'FAIL' }, 404);
  }
  const form = await formOf(request);
  const refuse = (message_detail: string) =>
    json(response, { stat: 'FAIL', code: 40002, message: 'invalid_client', message_detail, timestamp }, 400);
  const assertion = form.get('client_assertion') ?? '';
  const [header = '', body = '', signature] = assertion.split('.');
  const right = createHmac('sha512', secret).update(`${header}.${body}`).digest('base64url');
  if (form.get('client_id') !== id || signature !== right) return refuse('Failed to verify signature.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>;
  const audience = `https://${request.headers.host ?? ''}/oauth/v1/health_check`;
  if (claims['aud'] !== audience || claims['iss'] !== id || claims['sub'] !== id || Number(claims['exp']) < timestamp) {
    return refuse('The provided client_assertion was invalid.');
  }
  if (type !== 'Web SDK') return refuse('Integration type does not support frameless access.');
  json(response, { stat: 'OK', response: { timestamp } });
}
