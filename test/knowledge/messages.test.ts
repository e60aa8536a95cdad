import { describe, expect, test } from 'vitest';
import { causes, messages, problems } from '../../src/knowledge/index.js';
import { scannerFor } from '../../src/logic/message-scan.js';

const told = (kind: 'php' | 'web' | 'whmcs', line: string): readonly string[] =>
  scannerFor(messages, kind)
    .scan(new TextEncoder().encode(line), 'log', () => null, 0)
    .map((hit) => hit.message);

describe.each(messages.map((message) => [message.id, message] as const))('%s', (id, message) => {
  test('is found in its example and not in a line that is like it', () => {
    for (const kind of message.logs) {
      expect(told(kind, message.example)).toContain(id);
      expect(told(kind, message.counterExample)).not.toContain(id);
    }
  });

  test('names problems that exist, and literals that the automaton can take', () => {
    expect(problems.map((problem) => problem.id)).toEqual(expect.arrayContaining([...message.problems]));
    for (const literal of message.literals) expect(literal).toMatch(/^[^\n]{6,}$/);
  });
});

test('ids are unique, and every cause that a message is evidence of is known', () => {
  const ids = messages.map((message) => message.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const known = causes.map((cause) => cause.id);
  expect(messages.flatMap((message) => message.causes).filter((id) => !known.includes(id))).toEqual([]);
});

describe('licenses', () => {
  const stamp = '2026-09-22 10:00:00 ';
  const php = '[22-Sep-2026 10:00:00 UTC] PHP Fatal error:  Uncaught ';
  test.each([
    [`${stamp}License Invalid`, ['license-invalid']],
    [`${stamp}WHMCS License Invalid`, ['license-invalid']],
    [`${stamp}API: Your license key is invalid`, ['license-key-invalid']],
    [`${stamp}Local API call failed: Your license key is invalid`, ['license-key-invalid']],
    [`${php}Exception: Your license key is invalid in /srv/vendor/x.php:3`, ['license-key-invalid']],
    [`${php}WHMCS\\Exception\\License: License Invalid in /srv/init.php:3`, ['license-invalid']],
    [
      "[22-Sep-2026 10:00:00 UTC] [WHMCS Application] ERROR: exception 'Exception' with message 'Your license key is invalid'",
      ['license-key-invalid'],
    ],
    [`${stamp}License check: Unable to connect`, ['no-connection']],
    [`${stamp}Unable to connect to the WHMCS licensing server`, ['no-connection']],
    [`${stamp}Module Create Failed - Service ID: 7 - Error: cPanel License Invalid`, []],
    [`${stamp}Softaculous License Invalid`, []],
    [`${stamp}ModulesGarden Proxmox: Your license key is invalid`, []],
    [`${stamp}[ModulesGarden] License Invalid`, []],
    [`${php}ModulesGarden\\App\\Exception: Your license key is invalid in /srv/x.php:3`, []],
    [`${php}Exception: Your license key is invalid in /srv/modules/addons/x/x.php:3`, []],
    [`${stamp}Unable to connect to SolusVM to create license`, []],
    [`${stamp}Module Command Error: No connection to the license server`, []],
  ])('%s', (line, ids) => {
    const own = ['license-invalid', 'license-key-invalid', 'no-connection'];
    for (const kind of ['whmcs', 'php'] as const) expect(told(kind, line).filter((id) => own.includes(id))).toEqual(ids);
  });

  test('a long line costs no time', () => {
    const began = performance.now();
    told('whmcs', `${'[1] '.repeat(500)}${'API: Exception '.repeat(200)} license invalid`);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
