/** What a version of WHMCS asks for, as far as it is documented, and whether the site shows that it has it. */
import { compareVersions, parseVersion } from './whmcs-version.js';
import type { Fact, LogEvidence, LogHit, LoginPage, MessageId, PhpCli } from '../model.js';

/** Of WHMCS 9.0, as hosts quote its release notes; what earlier versions need is not known. It supports a finding and decides none alone. */
const needs = [{ from: [9, 0], php: '8.2', ionCube: '13.0.2' }] as const;

/** null: nothing is documented for this version. */
export function neededBy(whmcs: string | null): { readonly php: string; readonly ionCube: string } | null {
  const version = parseVersion(whmcs ?? '');
  return version === null ? null : (needs.find(({ from }) => compareVersions(version, from) >= 0) ?? null);
}

/** Whether a version is older than the one that is needed; a text that is no version is not. */
export function isOlder(version: string | null, needed: string): boolean {
  const [one, other] = [parseVersion(version ?? ''), parseVersion(needed)];
  return one !== null && other !== null && compareVersions(one, other) < 0;
}

/** The site shows its log-in form: PHP runs the encoded files, whatever else was seen. */
export function siteRuns(login: Fact<LoginPage>): boolean {
  return login.ok && login.value.form !== null;
}

/** What answers in place of the log-in form is neither WHMCS nor a guard that keeps programs out: PHP may have failed. */
export function siteBroken(login: Fact<LoginPage>): boolean {
  return login.ok && login.value.form === null && !login.value.challenge && login.value.notice === null;
}

/** The PHP that cron calls, where that is known and not guessed. */
export function cronPhp(cli: Fact<PhpCli>): PhpCli | null {
  return cli.ok && cli.value.foundBy !== 'path' ? cli.value : null;
}

const freshSeconds = 7 * 86_400;

/** A message that was logged within the last week. */
export function freshHit(message: MessageId, ...logs: readonly Fact<LogEvidence>[]): LogHit | null {
  const hits = logs.flatMap((log) => (log.ok ? log.value.hits : []));
  return hits.find((hit) => hit.message === message && hit.lastAgeSeconds !== null && hit.lastAgeSeconds < freshSeconds) ?? null;
}
