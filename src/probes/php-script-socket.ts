/** The script with which the web PHP opens a connection to the mail server and reads its greeting, as PHPMailer does. */
import { unprintable } from '../logic/unprintable.js';
import { phpScript, type PhpAnswer, type PhpScript } from './php-script.js';

const body = `
$usable = doctor_has('stream_socket_client') && doctor_has('fgets') && doctor_has('stream_set_timeout');
$answer['usable'] = $usable;
if ($usable) {
  $errors = array();
  $note = function ($number, $text) use (&$errors) { $errors[] = substr((string) $text, 0, 300); return true; };
  if (doctor_has('set_error_handler')) { set_error_handler($note); }
  $number = 0;
  $text = '';
  $socket = stream_socket_client($data['address'], $number, $text, $data['seconds']);
  $answer['connected'] = is_resource($socket);
  if (is_resource($socket)) {
    stream_set_timeout($socket, $data['seconds']);
    $line = fgets($socket, 512);
    $answer['banner'] = is_string($line) ? $line : null;
    if (doctor_has('fwrite')) { @fwrite($socket, "QUIT\\r\\n"); }
    if (doctor_has('fclose')) { @fclose($socket); }
  }
  if (doctor_has('restore_error_handler')) { restore_error_handler(); }
  // In TLS the first warning says why, and the connection's own text nothing.
  $answer['error'] = count($errors) > 0 ? $errors[0] : (trim($text) !== '' ? $text : null);
  $answer['messages'] = implode(' ', $errors);
}
`;

/** `address` as PHP writes it: tcp://host:25 or ssl://host:465. */
export function socketScript(address: string, seconds: number): PhpScript {
  return phpScript(body, { address, seconds });
}

export interface SocketAnswer {
  readonly connected: boolean;
  readonly banner: string | null;
  readonly error: string | null;
  readonly inTls: boolean;
}

/** null: this PHP has no functions to open connections with. */
export function readSocket(answer: PhpAnswer): SocketAnswer | null {
  if (answer['usable'] !== true) return null;
  const messages = line(answer['messages']) ?? '';
  const connected = answer['connected'] === true;
  return {
    connected,
    banner: line(answer['banner']),
    error: connected ? null : (line(answer['error'])?.replace(/^stream_socket_client\(\): /, '') ?? 'no connection'),
    inTls: /\bSSL\b|certificate|crypto/i.test(messages),
  };
}

function line(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replace(unprintable, ' ').trim().slice(0, 200);
  return text === '' ? null : text;
}
