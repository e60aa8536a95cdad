import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause, Check } from '../../src/model.js';
import { findingOf, shellQuote } from '../../src/run/findings.js';

const check = {
  id: 'a-check',
  area: 'sessions',
  title: { pass: 'Fine', fail: 'Broken' },
  causes: ['a-cause'],
  needs: [],
  judge: () => [],
} as unknown as Check;
const cause = { id: 'a-cause', problems: [], docs: [], verify: 'whmcs-doctor check{target}' } as unknown as Cause;

function commandFor(subject: string, target = '.') {
  const knowledge = {
    causeById: () => cause,
    remedyFor: () => [{ text: 'Repair {subject} now.', command: 'install -d {subject} && ls {subject} # end', risk: 'low' as const }],
  };
  const judgement = { is: 'fail', cause: 'a-cause', subject, confidence: 'proved', evidence: [] } as const;
  return findingOf(check, judgement, {
    knowledge,
    whmcsVersion: null,
    target,
    severity: null,
    required: false,
    anonymous: false,
    durationMs: 0,
  });
}

describe('a subject in a command', () => {
  it('reads back in bash as it was, whatever it holds', () => {
    const texts = fc.array(
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', '')),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(texts, (subjects) => {
        const script = `printf '%s\\0' start ${subjects.map(shellQuote).join(' ')}`;
        const words = execFileSync('bash', ['--noprofile', '--norc', '-c', script], {
          encoding: 'utf8',
          env: { LC_ALL: 'C' },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
          .split('\0')
          .slice(1, -1);
        expect(words).toEqual(subjects);
      }),
      { numRuns: 10 },
    );
  });

  it('stays on one line, so that no part of it can be taken for a command', () => {
    expect(shellQuote("a'\nrm -rf /\n'\u001b[2J\u202e")).toBe("$'a\\x27\\x0arm -rf /\\x0a\\x27\\x1b[2J\\xe2\\x80\\xae'");
    expect(shellQuote('/var/lib/php')).toBe('/var/lib/php');
  });

  it.each(["$'", '$&', '$`', '$$', "x'$'y"])('%s is no pattern of the replacement', (subject) => {
    const quoted = shellQuote(subject);
    const { nextSteps, verify } = commandFor(subject, subject);
    expect(nextSteps[0]).toMatchObject({ text: `Repair ${subject} now.`, command: `install -d ${quoted} && ls ${quoted} # end` });
    expect(verify).toBe(`whmcs-doctor check ${quoted}`);
  });
});
