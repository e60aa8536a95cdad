/** The script that tells how a visitor's request arrives in PHP. It reads no cookie and no body. */
import { isRecord } from '../parse/json.js';
import { phpScript, type PhpAnswer, type PhpScript } from './php-script.js';

const names = ['REMOTE_ADDR', 'SERVER_ADDR', 'SERVER_NAME', 'HTTP_HOST', 'HTTPS', 'SERVER_PORT'] as const;

/** Headers that carry a visitor's address or scheme, as $_SERVER names them. */
export const forwardingHeaders = [
  'HTTP_CLIENT_IP',
  'HTTP_X_FORWARDED_FOR',
  'HTTP_X_FORWARDED',
  'HTTP_X_CLUSTER_CLIENT_IP',
  'HTTP_FORWARDED_FOR',
  'HTTP_FORWARDED',
  'HTTP_CF_CONNECTING_IP',
  'HTTP_CF_CONNECTING_IPV6',
  'HTTP_CF_PSEUDO_IPV4',
  'HTTP_CF_RAY',
  'HTTP_CF_VISITOR',
  'HTTP_TRUE_CLIENT_IP',
  'HTTP_X_REAL_IP',
  'HTTP_X_FORWARDED_PROTO',
  'HTTP_X_SUCURI_CLIENTIP',
  'HTTP_INCAP_CLIENT_IP',
  'HTTP_FASTLY_CLIENT_IP',
] as const;

const body = `
$answer['server'] = array();
foreach ($data['names'] as $name) { if (isset($_SERVER[$name]) && is_string($_SERVER[$name])) { $answer['server'][$name] = substr($_SERVER[$name], 0, 300); } }
`;

export function requestScript(): PhpScript {
  return phpScript(body, { names: [...names, ...forwardingHeaders] });
}

/** The values of $_SERVER that were there, by name. */
export function readRequest(answer: PhpAnswer): ReadonlyMap<string, string> {
  const server = isRecord(answer['server']) ? answer['server'] : {};
  return new Map(Object.entries(server).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
