/** The script that lets the web PHP's own curl fetch addresses, all at once so that it lasts one time-out, and what it answers. */
import { printable } from '../logic/http-answer.js';
import { hostsFileLine } from '../parse/hosts-file.js';
import { isRecord } from '../parse/json.js';
import { phpScript, type PhpAnswer, type PhpScript } from './php-script.js';
import type { WebCurl } from '../model.js';

/** What WHMCS needs of the extension; one of them disabled is enough to break its calls. */
export const curlFunctions = [
  'curl_init',
  'curl_setopt',
  'curl_setopt_array',
  'curl_exec',
  'curl_getinfo',
  'curl_errno',
  'curl_error',
  'curl_close',
] as const;

/** What libcurl obeys for https addresses, https://curl.se/libcurl/c/libcurl-env.html; their values may hold a password and are not read. */
const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

const body = `
$answer['proxies'] = array();
if (doctor_has('getenv')) {
  foreach ($data['proxies'] as $name) { $value = @getenv($name); if (is_string($value) && $value !== '') { $answer['proxies'][] = $name; } }
}
$answer['hosts'] = null;
$hosts = doctor_has('file_get_contents') ? @file_get_contents('/etc/hosts', false, null, 0, 65536) : false;
if (is_string($hosts)) {
  $answer['hosts'] = array();
  foreach (explode("\n", $hosts) as $line) {
    foreach ($data['names'] as $name) {
      if (stripos($line, $name) !== false && count($answer['hosts']) < 20) { $answer['hosts'][] = substr($line, 0, 300); break; }
    }
  }
}
$answer['extension'] = extension_loaded('curl');
$answer['disabled'] = array();
foreach ($data['functions'] as $name) { if (!doctor_has($name)) { $answer['disabled'][] = $name; } }
$answer['results'] = array();
$usable = doctor_has('curl_init') && doctor_has('curl_setopt') && doctor_has('curl_getinfo') && doctor_has('curl_error') && doctor_has('curl_errno');
$many = $usable && doctor_has('curl_multi_init') && doctor_has('curl_multi_add_handle') && doctor_has('curl_multi_exec')
  && doctor_has('curl_multi_select') && doctor_has('curl_multi_info_read');
$handles = array();
if ($usable) {
  foreach ($data['urls'] as $url) {
    $handle = curl_init();
    curl_setopt($handle, CURLOPT_URL, $url);
    curl_setopt($handle, CURLOPT_CONNECTTIMEOUT, $data['seconds']);
    curl_setopt($handle, CURLOPT_TIMEOUT, $data['seconds']);
    curl_setopt($handle, CURLOPT_NOSIGNAL, true);
    curl_setopt($handle, CURLOPT_FOLLOWLOCATION, false);
    curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, true);
    curl_setopt($handle, CURLOPT_SSL_VERIFYHOST, 2);
    curl_setopt($handle, CURLOPT_USERAGENT, 'whmcs-doctor');
    // The body is not wanted.
    curl_setopt($handle, CURLOPT_WRITEFUNCTION, function ($h, $piece) { return strlen($piece); });
    $handles[] = $handle;
  }
}
$codes = array();
if ($many) {
  $multi = curl_multi_init();
  foreach ($handles as $handle) { curl_multi_add_handle($multi, $handle); }
  $until = microtime(true) + $data['seconds'] + 1;
  $running = 0;
  do {
    curl_multi_exec($multi, $running);
    while ($done = curl_multi_info_read($multi)) {
      foreach ($handles as $i => $handle) { if ($handle === $done['handle']) { $codes[$i] = $done['result']; } }
    }
    if ($running > 0 && curl_multi_select($multi, 0.2) === -1 && doctor_has('usleep')) { usleep(20000); }
  } while ($running > 0 && microtime(true) < $until);
} elseif ($usable && doctor_has('curl_exec')) {
  foreach ($handles as $i => $handle) { @curl_exec($handle); $codes[$i] = curl_errno($handle); }
}
if ($many || ($usable && doctor_has('curl_exec'))) {
  foreach ($handles as $i => $handle) {
    $info = curl_getinfo($handle);
    $answer['results'][] = array(
      'errno' => isset($codes[$i]) ? $codes[$i] : 28,
      'message' => isset($codes[$i]) ? curl_error($handle) : 'no answer in time',
      'status' => (int) $info['http_code'],
      'address' => isset($info['primary_ip']) ? $info['primary_ip'] : '',
      'verify' => isset($info['ssl_verify_result']) ? (int) $info['ssl_verify_result'] : 0,
      'milliseconds' => $info['total_time'] * 1000,
    );
  }
}
`;

export function curlScript(urls: readonly string[], seconds: number): PhpScript {
  return phpScript(body, { urls, seconds, functions: curlFunctions, proxies: proxyVariables, names: urls.map(nameOf) });
}

function nameOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

export interface CurlAnswer {
  readonly extension: boolean;
  readonly proxyVariables: readonly string[];
  /** null: PHP may not read the hosts file. */
  readonly hostsFile: readonly { readonly host: string; readonly line: string }[] | null;
  readonly disabled: readonly string[];
  /** One per address, in the order asked; shorter where curl cannot be called at all. */
  readonly results: readonly WebCurl[];
}

export function readCurl(answer: PhpAnswer, urls: readonly string[]): CurlAnswer {
  const results = Array.isArray(answer['results']) ? (answer['results'] as readonly unknown[]) : [];
  const extension = answer['extension'] === true;
  const proxies = Array.isArray(answer['proxies']) ? (answer['proxies'] as readonly unknown[]) : [];
  return {
    extension,
    proxyVariables: proxyVariables.filter((name) => proxies.includes(name)),
    hostsFile: hostsLines(answer['hosts'], urls),
    // Without the extension every function is missing, which says nothing about disable_functions.
    disabled: extension && Array.isArray(answer['disabled']) ? answer['disabled'].filter((name) => typeof name === 'string') : [],
    results: urls.flatMap((url, index) => {
      const result = results[index];
      return isRecord(result) ? [readResult(url, result)] : [];
    }),
  };
}

function hostsLines(lines: unknown, urls: readonly string[]): CurlAnswer['hostsFile'] {
  if (!Array.isArray(lines)) return null;
  const text = lines.filter((line) => typeof line === 'string').join('\n');
  return [...new Set(urls.map(nameOf))].flatMap((host) => {
    const line = hostsFileLine(text, host);
    return line === null ? [] : [{ host, line: printable(line) }];
  });
}

function readResult(url: string, result: Readonly<Record<string, unknown>>): WebCurl {
  const number = (name: string): number => (typeof result[name] === 'number' ? result[name] : 0);
  const text = (name: string): string => (typeof result[name] === 'string' ? result[name] : '');
  return {
    url,
    errno: number('errno'),
    message: text('message').slice(0, 500),
    httpStatus: number('status'),
    address: text('address') === '' ? null : text('address'),
    sslVerifyResult: number('verify'),
    durationMs: Math.round(number('milliseconds')),
  };
}
