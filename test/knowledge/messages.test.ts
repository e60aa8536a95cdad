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
