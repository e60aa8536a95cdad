import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { causeById, causes, problemById, remedyFor } from '../../src/knowledge/index.js';
import type { Check } from '../../src/model.js';

const root = new URL('../../checks/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const checks = await Promise.all(files.map(async (name) => ((await import(new URL(name, root).href)) as { default: Check }).default));

/** What deletes or takes away: it must say so by its risk. */
const destructive = [
  /\brm\b/,
  /-delete\b/,
  /vacuum/,
  /\bmkfs/,
  /\bdd\b/,
  /\b(?:DROP|TRUNCATE|DELETE FROM|UPDATE \w+ SET)\b/,
  /\bmount -o remount/,
  /flush/i,
  /\bkill/,
];
/** <php-user>, <host of the System URL> */
const placeholder = /<[A-Za-z][A-Za-z0-9 -]*>/g;
const versions = ['7.0', '7.10.3', '8.0.0', '8.5.1', '8.8', '8.10.1', '8.11.0', '8.13.1', '9.0.4'];
const punctuated = /[.!?:]$/;

describe('the causes', () => {
  test('have unique ids', () => {
    expect(new Set(causes.map((cause) => cause.id)).size).toBe(causes.length);
  });

  test('and the checks name each other', () => {
    const named = new Set(checks.flatMap((check) => check.causes));
    expect([...named].filter((id) => causeById(id) === undefined)).toEqual([]);
    expect(causes.filter((cause) => cause.verify === undefined && !named.has(cause.id)).map((cause) => cause.id)).toEqual([]);
  });

  describe.each(causes)('$id', (cause) => {
    test('explains documented problems', () => {
      // What the table does not name need not look like any of its problems.
      if (cause.beyondTable !== true) expect(cause.problems.length).toBeGreaterThan(0);
      for (const problem of cause.problems) expect(problemById(problem)?.id).toBe(problem);
      expect(new Set(cause.problems).size).toBe(cause.problems.length);
    });

    test('follows causes that exist, and never itself', () => {
      const seen = new Set<string>();
      const walk = (id: string, path: readonly string[]): void => {
        expect(path).not.toContain(id);
        if (seen.has(id)) return;
        for (const before of causeById(id)?.follows ?? []) {
          expect(causeById(before)?.id).toBe(before);
          walk(before, [...path, id]);
        }
        seen.add(id);
      };
      walk(cause.id, []);
    });

    test.each([...versions, null])('has steps for version %s', (version) => {
      expect(remedyFor(cause, version).length).toBeGreaterThan(0);
    });

    test('is written tidily', () => {
      expect(cause.title).toMatch(/^[A-Z].*\.$/);
      expect(cause.explanation).toMatch(punctuated);
      for (const link of cause.docs) expect(new URL(link).protocol).toBe('https:');
      expect(cause.docs.length).toBeGreaterThan(0);
      for (const { text, command } of remedyFor(cause, null)) {
        expect(text).toMatch(punctuated);
        for (const written of [text, command ?? 'x', cause.title, cause.explanation]) expect(written).not.toMatch(/^\s|\s$|  (?!100)/);
      }
    });

    test('puts the subject into no quotes', () => {
      for (const { command } of remedyFor(cause, null)) {
        // {subject} arrives as one shell word, quoted where needed: inside other quotes it would end them.
        expect(command ?? '').not.toMatch(/['"][^'" ]*\{subject\}[^'" ]*['"]/);
        expect([...(command ?? '').matchAll(/(?<!%)\{(\w+)\}/g)].map((match) => match[1]).filter((name) => name !== 'subject')).toEqual([]);
      }
    });

    test('explains its placeholders in its texts', () => {
      const steps = remedyFor(cause, null);
      const texts = steps.map((step) => step.text).join('\n');
      for (const { command } of steps) for (const [name] of (command ?? '').matchAll(placeholder)) expect(texts).toContain(name);
    });

    test('has commands that a shell can read', () => {
      for (const { command } of remedyFor(cause, null)) {
        if (command === undefined) continue;
        const filled = command.replaceAll(placeholder, 'x').replaceAll('{subject}', "'/a b'\\''c'");
        const { status, stderr } = spawnSync('sh', ['-n', '-c', filled], { encoding: 'utf8' });
        expect({ status, stderr, command }).toMatchObject({ status: 0 });
      }
    });

    test('says by its risk what it destroys', () => {
      for (const { command, risk } of remedyFor(cause, null)) {
        if (command !== undefined && destructive.some((pattern) => pattern.test(command)))
          expect([command, risk]).toEqual([command, 'high']);
      }
    });
  });
});

describe('remedies by version', () => {
  const missing = causeById('trusted-proxies-missing');
  const texts = (version: string | null): string =>
    missing
      ? remedyFor(missing, version)
          .map((step) => step.text)
          .join('\n')
      : '';

  test('8.11 and later: one click', () => {
    expect(texts('8.11.2')).toContain('Click here to automatically reconfigure');
    expect(texts('8.11.2')).not.toMatch(/Apply settings now|Setup > /);
  });

  test('8.10 and earlier: the other button', () => {
    expect(texts('8.10.1')).toContain('Apply settings now');
    expect(texts('8.10.1')).toContain('Configuration > System Settings > General Settings > Security');
  });

  test('before 8.0: the old menu, and no System Health check', () => {
    expect(texts('7.10.3')).toContain('Setup > General Settings > Security');
    expect(texts('7.10.3')).not.toMatch(/System Health|Configuration >/);
  });

  test.each([null, 'none'])('unknown (%s): all, each marked', (version) => {
    expect(texts(version)).toMatch(/^WHMCS 8\.11 and later: .*\nWHMCS 8\.0 and later, before 8\.11: /);
    expect(texts(version)).toContain('WHMCS before 8.0: ');
  });
});

test('unknown ids are undefined', () => {
  expect(problemById('constructor')).toBeUndefined();
  expect(causeById('__proto__')).toBeUndefined();
});
