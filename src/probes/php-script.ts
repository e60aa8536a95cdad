/**
 * Temporary PHP scripts and their answers. A script prints one JSON object between random markers, so that whatever else the site's PHP
 * prints (auto_prepend_file, warnings, a buffer's callback) cannot be taken for the answer. The PHP runs on 5.6 to 8.5, and asks for every
 * function before it calls it, for disable_functions may name any of them.
 */
import { randomBytes } from 'node:crypto';
import { LookFailed } from '../logic/failure.js';
import { isRecord, parseJson } from '../parse/json.js';

export interface PhpScript {
  readonly source: string;
  readonly begin: string;
  readonly end: string;
}

export type PhpAnswer = Readonly<Record<string, unknown>>;

const maxAnswer = 1_000_000;

/**
 * A script around a body that fills `$answer`, an array. `$before` holds the directives that are switched off for the answer alone.
 * `data` reaches it as `$data`: texts, numbers and lists of them.
 * Text is written byte by byte as ASCII, so that the answer survives whatever the bytes are; `readAnswer` puts it together again.
 */
export function phpScript(body: string, data: Readonly<Record<string, string | number | boolean | readonly string[]>> = {}): PhpScript {
  const begin = `[[${randomBytes(12).toString('hex')}[[`;
  const end = `]]${randomBytes(12).toString('hex')}]]`;
  const source = `<?php
$data = ${phpLiteral(data)};
function doctor_has($name) { return function_exists($name); }
// session.auto_start has opened one: it belongs to this request alone, for no cookie came with it
if (doctor_has('session_id') && doctor_has('session_destroy') && session_id() !== '') { @session_destroy(); }
function doctor_json($value) {
  if (is_array($value)) {
    $list = array_keys($value) === range(0, count($value) - 1) || $value === array();
    $parts = array();
    foreach ($value as $key => $inner) { $parts[] = ($list ? '' : doctor_json((string) $key) . ':') . doctor_json($inner); }
    return $list ? '[' . implode(',', $parts) . ']' : '{' . implode(',', $parts) . '}';
  }
  if (is_bool($value)) { return $value ? 'true' : 'false'; }
  if (is_int($value)) { return (string) $value; }
  if (is_float($value)) { return number_format($value, 6, '.', ''); }
  if ($value === null) { return 'null'; }
  $text = (string) $value;
  $out = '"';
  for ($i = 0, $n = strlen($text); $i < $n; $i++) {
    $code = ord($text[$i]);
    $out .= ($code < 32 || $code > 126 || $code === 34 || $code === 92) ? sprintf('\\\\u%04x', $code) : $text[$i];
  }
  return $out . '"';
}
if (doctor_has('ob_start')) { @ob_start(); }
$before = array();
if (doctor_has('ini_get')) { foreach (array('display_errors', 'log_errors') as $name) { $before[$name] = @ini_get($name); } }
if (doctor_has('ini_set')) { @ini_set('zlib.output_compression', '0'); @ini_set('display_errors', '0'); @ini_set('log_errors', '0'); @ini_set('html_errors', '0'); }
$answer = array();
${body}
if (doctor_has('ob_get_level')) { while (@ob_get_level() > 0 && @ob_end_clean()) {} }
echo ${phpLiteral(begin)}, doctor_json($answer), ${phpLiteral(end)};
`;
  return { source, begin, end };
}

/** The object between the markers. LookFailed `malformed` where there is none: the script ended early or something else answered. */
export function readAnswer(script: PhpScript, output: string, where: string): PhpAnswer {
  const from = output.indexOf(script.begin);
  const to = from < 0 ? -1 : output.indexOf(script.end, from);
  if (from < 0 || to < 0) throw new LookFailed('malformed', `PHP at ${where} ended before it answered`);
  const json = output.slice(from + script.begin.length, to);
  if (json.length > maxAnswer) throw new LookFailed('oversize', `PHP at ${where} answered more than ${maxAnswer} bytes`);
  const parsed = parseJson(json);
  const value = parsed && asUtf8(parsed.value);
  if (!isRecord(value)) throw new LookFailed('malformed', `PHP at ${where} answered something that is not an object`);
  return value;
}

/** Every text came as its bytes; text that is not UTF-8 keeps a mark where it is not. */
function asUtf8(value: unknown): unknown {
  if (typeof value === 'string') return Buffer.from(value, 'latin1').toString('utf8');
  if (Array.isArray(value)) return value.map(asUtf8);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(asUtf8(key)), asUtf8(inner)]));
}

/** A value as PHP writes it, in single quotes, where only the quote and the backslash are special. */
export function phpLiteral(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  if (Array.isArray(value)) return `array(${value.map(phpLiteral).join(', ')})`;
  if (isRecord(value))
    return `array(${Object.entries(value)
      .map(([key, inner]) => `${phpLiteral(key)} => ${phpLiteral(inner)}`)
      .join(', ')})`;
  return 'null';
}
