/**
 * The script that proves that sessions work: it opens one session of its own, writes more than a disk block, closes it, opens it again,
 * compares and destroys it. It switches the garbage collector's dice off for itself, so that it never removes anybody else's session.
 */
import { randomBytes } from 'node:crypto';
import { phpScript, type PhpAnswer, type PhpScript } from './php-script.js';
import type { SessionTrial } from '../model.js';

/** Larger than a block of any file system: an empty file proves free inodes and nothing more. */
const payloadBytes = 12_288;

const body = `
$errors = array();
$started = false;
$persisted = false;
$id = $data['id'];
if (doctor_has('set_error_handler')) {
  set_error_handler(function ($level, $message) use (&$errors, &$id) {
    $errors[] = str_replace(array($id, 'sess_' . session_id()), array('[own]', 'sess_[own]'), $message);
    return true;
  });
}
$needed = array('session_start', 'session_id', 'session_write_close', 'session_destroy', 'ini_set');
foreach ($needed as $name) {
  if (!doctor_has($name)) { $errors[] = extension_loaded('session') ? 'The function ' . $name . ' is disabled' : 'The session extension is not loaded'; }
}
$clock = microtime(true);
if (count($errors) === 0) {
  // One that auto_start opened belongs to this request alone: no cookie came with it.
  if (session_id() !== '') { @session_destroy(); }
  ini_set('session.gc_probability', '0');
  ini_set('session.use_cookies', '0');
  foreach ($data['names'] as $i => $name) { ini_set($name, $data['values'][$i]); }
  $payload = $data['seed'] . str_repeat('0123456789abcdef', ${payloadBytes} / 16);
  try {
    session_id($id);
    $started = session_start() !== false && session_id() !== '';
    if ($started) {
      $id = session_id();
      $_SESSION['doctor'] = $payload;
      session_write_close();
      $_SESSION = array();
      session_id($id);
      if (session_start() !== false) { $persisted = isset($_SESSION['doctor']) && $_SESSION['doctor'] === $payload; }
    }
  } catch (Exception $e) {
    $errors[] = get_class($e) . ': ' . str_replace($id, '[own]', $e->getMessage());
  } catch (Throwable $e) {
    $errors[] = get_class($e) . ': ' . str_replace($id, '[own]', $e->getMessage());
  }
  // Nothing may be left, and nothing may be written again when the request ends.
  try {
    $kept = $errors;
    if ($started) {
      if (doctor_has('session_status') && session_status() !== 2) { session_id($id); @session_start(); }
      $_SESSION = array();
      @session_destroy();
    }
    $errors = $kept;
  } catch (Exception $e) {
    $errors = $kept;
  } catch (Throwable $e) {
    $errors = $kept;
  }
}
$answer['started'] = $started;
$answer['persisted'] = $persisted;
$answer['errors'] = $errors;
$answer['milliseconds'] = (microtime(true) - $clock) * 1000;
`;

/** `ini`: directives of .user.ini, which PHP does not read for a script outside the web root. */
export function trialScript(ini: Readonly<Record<string, string>>): PhpScript {
  return phpScript(body, {
    // Recognisable by whoever finds it, and of characters that every id may have.
    id: `whmcsdoctor${randomBytes(16).toString('hex')}`,
    seed: randomBytes(16).toString('hex'),
    names: Object.keys(ini),
    values: Object.values(ini),
  });
}

export function readTrial(answer: PhpAnswer, clean: (text: string) => string): SessionTrial {
  const errors = Array.isArray(answer['errors']) ? answer['errors'].filter((error) => typeof error === 'string') : [];
  const milliseconds = answer['milliseconds'];
  return {
    started: answer['started'] === true,
    persisted: answer['persisted'] === true,
    errors: [...new Set(errors.map((error) => clean(error).slice(0, 500)))].slice(0, 20),
    durationMs: typeof milliseconds === 'number' ? Math.max(0, Math.round(milliseconds)) : 0,
  };
}
