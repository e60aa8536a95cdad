/** What is sent to the browser before PHP can set its cookies: where it may come from, and how the page shows it. */
import type { Extensions, Fact, InstallConfiguration, LoginPage, PhpView, PrintedError } from '../model.js';
import { sessionCookieOf } from './session-cookie.js';

export interface OutputSource {
  /** As a person finds it. */
  readonly path: string;
  readonly what: string;
  readonly fact: 'install.configuration' | 'install.extensions';
}

const wording = { bom: 'a byte-order mark before <?php', text: 'text before <?php' } as const;

export function outputSources(configuration: Fact<InstallConfiguration>, extensions: Fact<Extensions>): readonly OutputSource[] {
  const files = [
    ...(configuration.ok ? [{ ...configuration.value, fact: 'install.configuration' as const }] : []),
    ...(extensions.ok ? extensions.value.scripts.map((script) => ({ ...script, fact: 'install.extensions' as const })) : []),
  ];
  return files.flatMap(({ path, outputBefore, outputAfter, fact }) => [
    ...(outputBefore === null ? [] : [{ path, what: wording[outputBefore], fact }]),
    ...(outputAfter ? [{ path, what: 'text after ?>', fact }] : []),
  ]);
}

/** PHP’s own words: "headers already sent by (output started at FILE:LINE)", "Session cannot be started after headers have already been sent". */
export function isHeadersSent({ message }: PrintedError): boolean {
  return /headers already sent|headers have already been sent/i.test(message);
}

/** Where PHP says that the output began; null: it does not. */
export function startedAt({ message }: PrintedError): { readonly file: string; readonly line: number } | null {
  const [, file, line] = /(?:output started at|sent from) (.{1,180}?)(?::| on line )(\d{1,7})\)/.exec(message) ?? [];
  return file === undefined ? null : { file, line: Number(line) };
}

/** The first thing on the page is a message of PHP: what it says comes after it is its consequence. */
export function beganWithMessage(errors: readonly PrintedError[], at: { readonly file: string; readonly line: number } | null): boolean {
  return errors.some((error) => !isHeadersSent(error) && (at === null || (error.file === at.file && error.line === at.line)));
}

/** The page has its form, and no session to go with it. */
export function startsNoSession(login: LoginPage): boolean {
  return login.form !== null && login.status === 200 && !login.challenge && sessionCookieOf(login) === null && !login.sessionHeaders;
}

/** Whether PHP holds output back until the page is done; null: not seen. https://www.php.net/manual/en/outcontrol.configuration.php */
export function buffers(php: Fact<PhpView>): boolean | null {
  if (!php.ok) return null;
  const value = php.value.ini['output_buffering'];
  if (value === undefined) return php.value.way === 'static' ? false : null;
  return !/^\s*(?:0|off|no|false|none)?\s*$/i.test(value);
}
