/** The script that asks the web PHP for its settings, user and clock, and what its answer says. */
import { isRecord } from '../parse/json.js';
import { offsetStepSeconds } from '../logic/time-zone.js';
import { phpScript, type PhpAnswer, type PhpScript } from './php-script.js';
import type { PhpView } from '../model.js';

/** Directives besides those of the session extension. None of them holds a secret; session.save_path may, and is cleaned by its reader. */
const directives = [
  'date.timezone',
  'open_basedir',
  'disable_functions',
  'curl.cainfo',
  'openssl.cafile',
  'openssl.capath',
  'error_log',
  'log_errors',
  'display_errors',
  'output_buffering',
  'output_handler',
  'auto_prepend_file',
  'auto_append_file',
  'allow_url_fopen',
  'default_socket_timeout',
  'max_execution_time',
  'memory_limit',
  'sys_temp_dir',
  'upload_tmp_dir',
  'user_ini.filename',
  'opcache.enable',
  'opcache.validate_timestamps',
  'memcached.sess_binary_protocol',
  'redis.session.locking_enabled',
  'sendmail_path',
  'mail.log',
] as const;

/** By name, for a PHP whose ini_get_all is disabled. */
const sessionDirectives = [
  'auto_start',
  'save_handler',
  'save_path',
  'name',
  'gc_probability',
  'gc_divisor',
  'gc_maxlifetime',
  'serialize_handler',
  'cookie_lifetime',
  'cookie_path',
  'cookie_domain',
  'cookie_secure',
  'cookie_httponly',
  'cookie_samesite',
  'use_strict_mode',
  'use_cookies',
  'use_only_cookies',
  'use_trans_sid',
  'referer_check',
  'cache_limiter',
  'lazy_write',
  'sid_length',
  'sid_bits_per_character',
  'hash_bits_per_character',
] as const;

/** No name of a zone is longer. */
const longestZone = 64;

const body = `
$ini = array();
$all = doctor_has('ini_get_all') ? @ini_get_all('session', false) : false;
if (is_array($all)) { foreach ($all as $name => $value) { $ini[$name] = (string) $value; } }
foreach ($data['directives'] as $name) {
  $value = doctor_has('ini_get') ? @ini_get($name) : false;
  if (is_string($value)) { $ini[$name] = $value; }
}
foreach ($before as $name => $value) { if (is_string($value)) { $ini[$name] = $value; } else { unset($ini[$name]); } }
$answer['ini'] = $ini;
$answer['version'] = PHP_VERSION;
$answer['sapi'] = PHP_SAPI;
$answer['pid'] = doctor_has('getmypid') ? @getmypid() : null;
$answer['extensions'] = doctor_has('get_loaded_extensions') ? array_map('strtolower', @get_loaded_extensions()) : null;
$answer['tempDir'] = doctor_has('sys_get_temp_dir') ? @sys_get_temp_dir() : null;
$answer['timeZone'] = doctor_has('date_default_timezone_get') ? @date_default_timezone_get() : null;
$answer['utcOffset'] = doctor_has('date') ? (int) @date('Z') : null;
$answer['timeZoneWritten'] = doctor_has('get_cfg_var') ? @get_cfg_var('date.timezone') : null;
// Its own copy of the rules may be older or newer than anyone else's: PHP is asked for the coming year, at moments that two PHPs share.
$answer['offsets'] = array();
if (doctor_has('date') && doctor_has('time')) {
  $step = $data['offsetStep'];
  $from = (int) floor(time() / $step) * $step;
  for ($i = 0; $i < 28; $i++) { $answer['offsets'][] = array($from + $i * $step, (int) @date('Z', $from + $i * $step)); }
}
$answer['ionCube'] = doctor_has('ioncube_loader_version') ? @ioncube_loader_version() : null;
$curl = doctor_has('curl_version') ? @curl_version() : null;
$answer['curl'] = is_array($curl) ? array(
  'version' => isset($curl['version']) ? $curl['version'] : '',
  'ssl' => isset($curl['ssl_version']) ? $curl['ssl_version'] : '',
  'https' => isset($curl['protocols']) && in_array('https', $curl['protocols'], true),
) : null;
// The posix extension is often missing or disabled. A worker that changed its user is not "dumpable": /proc/self then belongs to root,
// but its status file says the true ids.
$user = null;
if (doctor_has('posix_geteuid') && doctor_has('posix_getegid')) {
  $user = array('uid' => posix_geteuid(), 'gid' => posix_getegid(), 'groups' => doctor_has('posix_getgroups') ? @posix_getgroups() : array());
} else {
  $status = doctor_has('file_get_contents') ? @file_get_contents('/proc/self/status', false, null, 0, 4096) : false;
  if (is_string($status) && preg_match('/^Uid:\\s+\\d+\\s+(\\d+)/m', $status, $u) && preg_match('/^Gid:\\s+\\d+\\s+(\\d+)/m', $status, $g)) {
    $groups = preg_match('/^Groups:([ \\t\\d]*)$/m', $status, $s) ? preg_split('/\\s+/', trim($s[1]), -1, PREG_SPLIT_NO_EMPTY) : array();
    $user = array('uid' => (int) $u[1], 'gid' => (int) $g[1], 'groups' => array_map('intval', $groups));
  } elseif (doctor_has('tmpfile') && doctor_has('fstat')) {
    $file = @tmpfile();
    $stat = $file ? @fstat($file) : false;
    if (is_array($stat)) { $user = array('uid' => $stat['uid'], 'gid' => $stat['gid'], 'groups' => array()); }
  }
}
if ($user !== null) {
  $account = doctor_has('posix_getpwuid') ? @posix_getpwuid($user['uid']) : false;
  $user['name'] = is_array($account) ? $account['name'] : null;
}
$answer['user'] = $user;
// open_basedir hides programs that a shell can start all the same.
$mailer = isset($ini['sendmail_path']) && preg_match('~^\\s*"?(/[^\\s"]+)~', $ini['sendmail_path'], $m) ? $m[1] : null;
$walled = !isset($ini['open_basedir']) || $ini['open_basedir'] !== '';
$answer['sendmail'] = $mailer !== null && !$walled && doctor_has('is_executable') && doctor_has('is_file')
  ? @is_file($mailer) && @is_executable($mailer) : null;
$answer['now'] = microtime(true);
`;

export function viewScript(): PhpScript {
  return phpScript(body, {
    directives: [...directives, ...sessionDirectives.map((name) => `session.${name}`)],
    offsetStep: offsetStepSeconds,
  });
}

/** One sample: the view without its clock and trial, the worker's process id and PHP's clock, ms since 1970. */
export interface ViewSample {
  readonly ini: Readonly<Record<string, string>>;
  readonly pid: number | null;
  readonly nowMs: number | null;
  readonly view: Pick<
    PhpView,
    | 'version'
    | 'sapi'
    | 'extensions'
    | 'disabledFunctions'
    | 'user'
    | 'timeZone'
    | 'utcOffsetSeconds'
    | 'timeZoneWritten'
    | 'utcOffsetsAhead'
    | 'ionCube'
    | 'curl'
    | 'tempDir'
    | 'sendmailExecutable'
  >;
}

export function readView(answer: PhpAnswer): ViewSample {
  const ini: Record<string, string> = {};
  for (const [name, value] of Object.entries(isRecord(answer['ini']) ? answer['ini'] : {})) {
    if (typeof value === 'string') ini[name] = value;
  }
  const seconds = number(answer['now']);
  const curl = isRecord(answer['curl']) ? answer['curl'] : null;
  return {
    ini,
    pid: number(answer['pid']),
    nowMs: seconds === null ? null : Math.round(seconds * 1e6) / 1000,
    view: {
      version: text(answer['version']),
      sapi: text(answer['sapi']),
      extensions: texts(answer['extensions']),
      disabledFunctions: ini['disable_functions'] === undefined ? null : nameList(ini['disable_functions']),
      user: readUser(answer['user']),
      timeZone: text(answer['timeZone']),
      utcOffsetSeconds: number(answer['utcOffset']),
      timeZoneWritten: text(answer['timeZoneWritten'])?.slice(0, longestZone) ?? null,
      utcOffsetsAhead: offsets(answer['offsets']),
      ionCube: text(answer['ionCube'])?.slice(0, 20) ?? null,
      curl: curl && { version: text(curl['version']) ?? '', ssl: text(curl['ssl']) ?? '', https: curl['https'] === true },
      tempDir: text(answer['tempDir']),
      sendmailExecutable: typeof answer['sendmail'] === 'boolean' ? answer['sendmail'] : null,
    },
  };
}

function offsets(value: unknown): Readonly<Record<string, number>> {
  const pairs = Array.isArray(value) ? value.slice(0, 100) : [];
  const found: [string, number][] = pairs.flatMap((pair: unknown) => {
    const [at, seconds] = Array.isArray(pair) ? [number(pair[0]), number(pair[1])] : [null, null];
    return at === null || seconds === null ? [] : [[String(at * 1000), seconds]];
  });
  return Object.fromEntries(found);
}

/** disable_functions: names by commas or spaces, in any case. */
export function nameList(value: string): readonly string[] {
  return value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '');
}

function readUser(value: unknown): PhpView['user'] {
  if (!isRecord(value)) return null;
  const uid = number(value['uid']);
  const gid = number(value['gid']);
  if (uid === null || gid === null) return null;
  const groups = Array.isArray(value['groups']) ? value['groups'].filter((group) => typeof group === 'number') : [];
  return { uid, gid, groups, name: text(value['name']) };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null;
}
