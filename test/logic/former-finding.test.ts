import { expect, test } from 'vitest';
import { formerFinding } from '../../src/logic/former-finding.js';

const before = {
  fingerprint: 'f1',
  check: 'clock-behind',
  cause: 'clock-behind',
  status: 'fail',
  subject: null,
  title: 'The clock is behind',
};

test.each([
  ['as it is written', {}],
  ['a warning', { status: 'warn' }],
  ['without a cause', { cause: null }],
  ['of a subject', { subject: 'billing.test' }],
])('%s', (_, changes) => {
  const finding = { ...before, ...changes };
  expect(formerFinding.parse(finding)).toEqual(finding);
});

test.each([
  ['a status that no baseline holds', { status: 'pass' }],
  ['no status', { status: undefined }],
  ['no fingerprint', { fingerprint: undefined }],
  ['no check', { check: undefined }],
  ['a cause left out', { cause: undefined }],
  ['a subject left out', { subject: undefined }],
  ['no title', { title: undefined }],
  ['a number for a text', { title: 1 }],
])('%s is refused', (_, changes) => {
  expect(formerFinding.safeParse({ ...before, ...changes }).success).toBe(false);
});
