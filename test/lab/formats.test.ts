/** Formats as the programs that they are for take them: xmllint with the schemas of JUnit, Perl's prove for TAP. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Several } from '../../src/model.js';
import { renderJunit } from '../../src/report/junit.js';
import { renderTap } from '../../src/report/tap.js';
import { filledWith, kinds } from '../support/report-kinds.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const program = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
const demo = (format: string): string => spawnSync(process.execPath, [program, 'demo', '-f', format], { encoding: 'utf8' }).stdout;

const hostile = Object.fromEntries(
  [
    '\u0000\u0008\ufffe\uffff\ud800',
    ']]></failure><x>&amp;&#0;',
    '# TODO \\# SKIP\nok 1\nBail out!',
    '\n  ---\n  a: [',
    '\u202e\u{1f600}é',
  ].map((text) => [JSON.stringify(text), filledWith(text)]),
);
const all: readonly (readonly [string, Several])[] = Object.entries({ ...kinds, ...hostile });

/** Of Jenkins' plug-in xUnit, and of the JUnit task of Ant. */
describe.each(['junit-10.xsd', 'ant-junit.xsd'])('xmllint with %s', (schema) => {
  const path = fileURLToPath(new URL(`../fixtures/schemas/${schema}`, import.meta.url));
  const validates = (xml: string): string => {
    const file = join(folder, 'junit.xml');
    writeFileSync(file, xml);
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', path, file], { encoding: 'utf8' });
    return status === 0 ? 'valid' : stderr;
  };

  test.each(all)('accepts: %s', (_, several) => expect(validates(renderJunit(several))).toBe('valid'));
  test('accepts what the program prints', () => expect(validates(demo('junit'))).toBe('valid'));
  test('refuses what is no JUnit', () => expect(validates(demo('junit').replace('<testcase ', '<case '))).toContain('testcase'));
});

describe('prove', () => {
  /** Before Test::Harness 3.45 it refuses the first line of TAP 14, and understands the rest. */
  const modern = spawnSync('perl', ['-MTest::Harness 3.45', '-e', '1']).status === 0;
  const proved = (tap: string): { readonly passed: boolean; readonly said: string } => {
    const file = join(folder, 'whmcs.tap');
    writeFileSync(file, tap);
    const { status, stdout, stderr } = spawnSync('prove', ['-e', modern ? 'cat' : 'sed 1s/14/13/', file], { encoding: 'utf8' });
    return { passed: status === 0, said: stdout + stderr };
  };
  const healthy = ({ reports, unusable }: Several): boolean => unusable.length === 0 && reports.every(({ exitCode }) => exitCode === 0);

  test.each(all)('comes to the verdict of the exit status: %s', (_, several) => {
    const { passed, said } = proved(renderTap(several));
    expect(said).not.toMatch(/Parse errors|Bail/);
    // with no target at all there is no test, either
    expect(passed, said).toBe(healthy(several));
  });

  test('reads what the program prints', () => {
    const { passed, said } = proved(demo('tap'));
    expect(passed).toBe(false);
    expect(said).toMatch(/Tests: 127 Failed: 7\)/);
    expect(said).not.toContain('Parse errors');
  });

  test('sees a broken plan', () => expect(proved(demo('tap').replace(/^1\.\./m, '1..9')).said).toContain('Parse errors'));
});
