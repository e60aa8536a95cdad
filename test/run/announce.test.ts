import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../../src/policy/defaults.js';
import { expanded, knownEndpoints, merged } from '../../src/run/announce.js';
import { auditLine, isAnnounced } from '../support/announced.js';

describe('patterns', () => {
  it('hold what is known beforehand, one for each value, and keep the names of the rest', () => {
    const known = { site: ['a.test', 'www.a.test'], install: ['/srv/$&'], none: [] };
    expect(expanded(['GET https://<site>/**', '<install>/<folder>/x', '<none>', '/etc/hosts'], known)).toEqual([
      'GET https://a.test/**',
      'GET https://www.a.test/**',
      '/srv/$&/<folder>/x',
      '/etc/hosts',
    ]);
  });

  it('name the endpoints of the run, without what an address may carry behind its path', () => {
    const endpoints = { ...defaultOptions.endpoints, time: ['ntp://t.test', 'https://u.test/x?key=1'], google: null };
    expect(knownEndpoints(endpoints)).toMatchObject({ 'endpoints.time': ['ntp://t.test', 'https://u.test/x'], 'endpoints.google': [] });
  });

  it('of several facts are said once', () => {
    const touch = { kind: 'read', what: 'crontabs' } as const;
    const all = merged([
      { ...touch, covers: ['/a', '/b'], fact: 'one' },
      { ...touch, covers: ['/b', '/c'], fact: 'two' },
      { kind: 'run', what: 'crontabs', covers: [], fact: 'two' },
    ]);
    expect(all).toEqual([
      { ...touch, covers: ['/a', '/b', '/c'], for: ['one', 'two'] },
      { kind: 'run', what: 'crontabs', covers: [], for: ['two'] },
    ]);
  });
});

/** The laboratory's proof rests on this comparison. */
describe('a line of the audit', () => {
  const plan = [
    { kind: 'read', what: '', covers: ['<install>/*.php'], for: ['a'] },
    { kind: 'contact', what: '', covers: ['GET https://s.test/**', 'ntp://t.test'], for: ['a'] },
    { kind: 'query', what: '', covers: ['SELECT ** FROM t **'], for: ['a'] },
  ];
  const places = { install: ['/w'] };
  it.each([
    ['a read /w/init.php', true],
    ['- read /w/init.php', true],
    ['b read /w/init.php', false],
    ['a read /w/x/init.php', false],
    ['a run /w/init.php', false],
    ['a contact GET https://s.test/a/b', true],
    ['a contact POST https://s.test/a/b', false],
    ['a contact GET https://s.test.evil/a', false],
    ['a contact tcp s.test 192.0.2.1 port 443', true],
    ['a contact tcp 192.0.2.1 port 443', false],
    ['a contact tcp u.test 192.0.2.1 port 443', false],
    ['a query SELECT x\\n   FROM t WHERE y', true],
    ['a query DELETE FROM t WHERE y', false],
  ])('%s', (text, expected) => {
    expect(isAnnounced(auditLine(`2026-11-22T14:00:00.000Z ${text}`), plan, places)).toBe(expected);
  });
});
