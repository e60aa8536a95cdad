import { describe, expect, it } from 'vitest';
import { anonymousTargets } from '../../src/cli/unusable-targets.js';

describe('with --redact a target that could not be looked at', () => {
  it.each([
    ['ssh://annabel@203.0.113.9/srv/x', 'annabel@203.0.113.9 does not answer: is ssh open on 203.0.113.9?'],
    ['ssh://annabel@[2001:db8::9]:22/srv/x', '2001:db8::9 refused the key of annabel@[2001:db8::9]'],
    ['https://ann.example.com/', 'https://ann.example.com/ cannot be visited: ann.example.com has no address'],
    ['/home/ann@example.com/w', 'there is no WHMCS in /home/ann@example.com/w, ask ann@example.com'],
  ])('%s is a number', (target, message) => {
    const [said] = anonymousTargets({ reports: [], unusable: [{ target, message, exitCode: 64 }] }, ['other', target]).unusable;
    expect(said?.target).toBe('target 2');
    expect(JSON.stringify(said)).not.toMatch(/annabel|ann[.@]|203\.0\.113|2001:db8/);
  });
});
