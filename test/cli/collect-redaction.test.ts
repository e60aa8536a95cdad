/** What stays readable in a bundle, because a judgement needs it and it is nobody's. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/cli/bundle-target.js';
import { redactedFacts } from '../../src/cli/collect-redaction.js';
import { loadExpertise } from '../../src/cli/program.js';
import { bundleSchema, type Bundle } from '../../src/host/bundle-document.js';
import type { Fact, Personal, Report } from '../../src/model.js';
import { healthy } from '../support/fault-situations.js';

const origin = { vantage: 'files', source: 'test', at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
const table = healthy as Readonly<Record<string, Fact<unknown>>>;

function bundleOf(values: Readonly<Record<string, unknown>>): Bundle {
  const seen = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { ok: true, value, origin } as const]));
  return {
    schema: bundleSchema,
    tool: { name: 'whmcs-doctor', version: '1.0.0' },
    recordedAt: '2026-01-01T00:00:00.000Z',
    target: { kind: 'install', label: '/srv' },
    durationMs: 1,
    facts: { ...table, ...seen },
    probes: [],
  };
}

const address = (value: string): Personal => ({ personal: 'address', value, class: 'public' });

/** Whether the address can still be read. */
function stays(value: string, others: Readonly<Record<string, unknown>> = {}): boolean {
  const { document } = redactedFacts(bundleOf({ 'database.addresses': { adminLogins: [{ address: address(value) }] }, ...others }), []);
  return JSON.stringify(document.facts['database.addresses']).includes(JSON.stringify(value));
}

describe('an address', () => {
  it.each([
    ['of a visitor', '198.51.100.77', {}, false],
    ['of a network of visitors', '198.18.5.*', {}, false],
    [
      'of Cloudflare by a list that is newer than this program',
      '198.51.100.77',
      { 'proxy.ranges': { ipv4: ['198.51.100.0/24'], ipv6: [] } },
      true,
    ],
    ['of another proxy', '192.88.134.5', {}, true],
    ['of this machine', '198.51.100.77', { 'net.public-address': { address: '198.51.100.77', source: 'x' } }, true],
    [
      'that is the host of the System URL',
      '198.51.100.77',
      { 'site.url': { url: 'https://198.51.100.77/billing/', from: 'database' } },
      true,
    ],
    ['that is trusted as a proxy', '198.51.100.77', { 'web.server': { restoration: { from: ['198.51.100.77/32'] } } }, true],
    ['of a network with this machine in it', '198.51.100.*', { 'net.public-address': { address: '198.51.100.77', source: 'x' } }, true],
    ['of everybody', '*', {}, true],
    ['of the inside, whatever its class says', '10.0.0.7', {}, true],
  ])('%s', (_, value, others, expected) => {
    expect(stays(value, others)).toBe(expected);
  });
});

describe('a word that is also a password or a name', async () => {
  const program = await loadExpertise();
  const policy = { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' } as const;
  const said = ({ findings }: Report): readonly unknown[] => findings.map(({ check, status, cause }) => [check, status, cause]);

  it.each(['admin', 'files', 'nginx', 'public', 'whmcs', 'value', 'true'])('changes no judgement as a name: %s', (word) => {
    const bundle = bundleOf({
      'operator.report': {
        usedUrl: null,
        visitorIp: null,
        admin: { personal: 'name', value: word, class: '' },
        user: null,
        permissions: [],
      },
    });
    const { document } = redactedFacts(bundle, []);
    expect(said(judge(program, document, 'x', policy))).toEqual(said(judge(program, bundle, 'x', policy)));
  });

  it.each(['whmcs', 'admin', 'password', 'root', 'localhost', 'mysql', 'secret'])('changes no judgement as a password: %s', (value) => {
    const bundle = bundleOf({});
    const { document } = redactedFacts(bundle, [{ kind: 'database password', value }]);
    expect(said(judge(program, document, 'x', policy))).toEqual(said(judge(program, bundle, 'x', policy)));
  });
});
