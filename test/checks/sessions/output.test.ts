import { describe, expect, test } from 'vitest';
import errors from '../../../checks/sessions/errors-printed.js';
import output from '../../../checks/sessions/output-before-headers.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { extensions, log, printed, script } from '../../support/request-facts.js';
import { login, php, rounds } from '../../support/session-facts.js';
import { healthy } from '../../support/fault-situations.js';
import type { InstallConfiguration } from '../../../src/model.js';

const recorded = healthy['install.configuration'];
if (!recorded?.ok) throw new Error('the healthy install has no configuration');
const clean: InstallConfiguration = recorded.value;
const bom: InstallConfiguration = { ...clean, path: '/srv/billing/configuration.php', outputBefore: 'bom' };
const tail: InstallConfiguration = { ...bom, outputBefore: null, outputAfter: true };

const buffered = php({ ini: { output_buffering: '4096' } });
const unbuffered = php({ ini: { output_buffering: '0' } });
const noSession = login({ cookies: [], sessionCookie: null, sessionHeaders: false, printedErrors: [] });
const kept = rounds('aaaaaa', 'xxxxxx');
const lost = rounds('abcdef', 'uvwxyz');
const unseen = { 'http.login': gap('io'), 'http.sessions': gap('io') } as const;
const file = '/srv/billing/configuration.php';
const already = printed(`Cannot modify header information - headers already sent by (output started at ${file}:1)`);

describe('output-before-headers', () => {
  const says = (facts: Recorded) => judgement(output, { 'install.configuration': clean, 'install.extensions': extensions(), ...facts });
  const hook = (differs: Parameters<typeof script>[1]) => ({
    'install.extensions': extensions({ scripts: [script('includes/hooks/x.php', differs)] }),
  });

  test.each<[string, Recorded, object]>([
    [
      'the page says so, and where it began',
      { 'http.login': login({ printedErrors: [already] }) },
      { subject: file, confidence: 'proved' },
    ],
    [
      'the page says so in the words of PHP 8',
      {
        'http.login': login({
          printedErrors: [printed('session_start(): Session cannot be started after headers have already been sent')],
        }),
        'install.configuration': bom,
      },
      { subject: file, confidence: 'proved' },
    ],
    [
      'no session on the page, nothing held back',
      { 'http.login': noSession, 'install.configuration': bom, 'php.web': unbuffered },
      { subject: file, confidence: 'proved' },
    ],
    [
      'no session on the page, PHP not asked',
      { 'http.login': noSession, 'install.configuration': tail },
      { subject: file, confidence: 'likely' },
    ],
    [
      'sessions lost',
      { 'http.login': login(), 'http.sessions': lost, 'install.configuration': bom, 'php.web': unbuffered },
      { confidence: 'likely' },
    ],
    ['a hook', { 'http.login': noSession, ...hook({ outputAfter: true }), 'php.web': unbuffered }, { subject: 'includes/hooks/x.php' }],
  ])('fail: %s', (_, facts, expected) => expect(says(facts)).toMatchObject({ is: 'fail', cause: 'output-before-headers', ...expected }));

  test.each<[string, Recorded, string]>([
    ['nobody visited, nothing held back', { 'install.configuration': bom, 'php.web': unbuffered }, 'likely'],
    [
      'PHP not asked, and its log said so this week',
      { 'install.configuration': bom, 'logs.php': log('headers-already-sent', 3600) },
      'likely',
    ],
    ['a hook, which may run later', { ...hook({ outputBefore: 'text' }), 'php.web': unbuffered }, 'possible'],
    [
      'PHP’s log said so this week',
      { 'install.configuration': bom, 'php.web': buffered, 'logs.php': log('headers-already-sent', 3600) },
      'likely',
    ],
  ])('warn: %s', (_, facts, confidence) => expect(says({ ...unseen, ...facts })).toMatchObject({ is: 'warn', confidence }));

  test.each<[string, Recorded]>([
    ['nothing is there', { ...unseen }],
    [
      'a byte-order mark that is held back, and sessions last',
      { 'install.configuration': bom, 'http.sessions': kept, 'http.login': login(), 'php.web': buffered },
    ],
    [
      'sessions last although nothing seems to hold it back',
      { 'install.configuration': bom, 'http.sessions': kept, 'http.login': login(), 'php.web': unbuffered },
    ],
    ['held back, nobody visited', { ...unseen, 'install.configuration': bom, 'php.web': buffered }],
    [
      'an old line of the log',
      { ...unseen, 'install.configuration': bom, 'php.web': buffered, 'logs.php': log('headers-already-sent', 30 * 86_400) },
    ],
    ['sessions are lost and something else is why', { 'http.login': login(), 'http.sessions': lost }],
  ])('pass: %s', (_, facts) => expect(says(facts).is).toBe('pass'));

  test('a message of PHP itself is the first output', () => {
    const first = printed('Undefined variable $x', { file, line: 1 });
    expect(says({ 'http.login': login({ printedErrors: [first, already] }) })).toMatchObject({
      is: 'skip',
      reason: expect.stringContaining('errors-printed'),
    });
  });

  test.each<[string, Recorded]>([
    [
      'behind a challenge',
      { 'http.login': login({ challenge: true, form: null, cookies: [], sessionCookie: null }), ...hook({ outputAfter: true }) },
    ],
    ['nobody visited', { 'http.login': gap('io'), 'install.configuration': bom }],
  ])('skip where neither page nor PHP can tell: %s', (_, facts) => {
    expect(says({ 'http.sessions': gap('io'), ...facts })).toMatchObject({
      is: 'skip',
      reason: expect.stringMatching(/x\.php|configuration\.php/),
    });
  });

  test('could not look', () => {
    expect(judgement(output, { ...unseen, 'install.configuration': gap('unsupported') }).is).toBe('skip');
    expect(judgement(output, { ...unseen, 'install.configuration': clean, 'install.extensions': gap('io') }).is).toBe('unknown');
  });
});

describe('errors-printed', () => {
  const undefinedVariable = printed('Undefined variable $x');
  const says = (page: ReturnType<typeof login>, facts: Recorded = {}) => judgement(errors, { 'http.login': page, ...facts });

  test('messages on a page that works', () => {
    const said = says(login({ printedErrors: [undefinedVariable] }), {
      'php.web': php({ ini: { display_errors: '1' } }),
      'http.sessions': kept,
    });
    expect(said).toMatchObject({
      is: 'warn',
      cause: 'errors-printed',
      confidence: 'proved',
      subject: '/srv/billing/includes/hooks/x.php:2',
    });
    expect(said).toMatchObject({ evidence: expect.arrayContaining([expect.objectContaining({ label: 'display_errors', saw: '1' })]) });
  });
  test.each([
    ['sessions are lost', login({ printedErrors: [undefinedVariable] }), { 'http.sessions': lost }],
    ['no session starts', { ...noSession, printedErrors: [undefinedVariable] }, {}],
  ])('fail: %s', (_, page, facts) => expect(says(page, facts)).toMatchObject({ is: 'fail', confidence: 'proved' }));
  test('names what changed last', () => {
    const changed = [{ kind: 'module', path: 'modules/addons/x', at: '2026-11-20T00:00:00.000Z', ageSeconds: 2 * 86_400 }] as const;
    expect(says(login({ printedErrors: [undefinedVariable] }), { 'install.extensions': extensions({ changed }) })).toMatchObject({
      evidence: expect.arrayContaining([expect.objectContaining({ label: 'Changed last', saw: 'modules/addons/x (module), 2 days ago' })]),
    });
  });
  test('display_errors alone, and the consequence alone, are silent', () => {
    expect(says(login({ printedErrors: [] }), { 'php.web': php({ ini: { display_errors: '1' } }) }).is).toBe('pass');
    expect(says(login({ printedErrors: [already] })).is).toBe('pass');
  });
  test('could not look', () => {
    expect(says(login()).is).toBe('skip');
    expect(says(login({ printedErrors: [], form: null })).is).toBe('skip');
    expect(says(login({ challenge: true, printedErrors: [undefinedVariable] })).is).toBe('skip');
    expect(judgement(errors, { 'http.login': gap('io') }).is).toBe('unknown');
  });
});
