/** What stays readable in a bundle, because a judgement needs it and it is nobody's. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/cli/bundle-target.js';
import { refuseUnreadable } from '../../src/cli/collect.js';
import { redactedFacts } from '../../src/cli/collect-redaction.js';
import { Quit } from '../../src/cli/exit.js';
import { loadExpertise } from '../../src/cli/program.js';
import { bundleSchema, type Bundle } from '../../src/host/bundle-document.js';
import { packBundle, unpackBundle } from '../../src/host/bundle.js';
import { personal } from '../../src/logic/personal.js';
import { parseJson } from '../../src/parse/json.js';
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

const expertise = await loadExpertise();

/** Whether the address can still be read. */
function stays(value: string, others: Readonly<Record<string, unknown>> = {}): boolean {
  const { document } = redactedFacts(
    bundleOf({ 'database.addresses': { adminLogins: [{ address: address(value) }] }, ...others }),
    [],
    expertise,
  );
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

describe('a word that is also a password or a name', () => {
  const program = expertise;
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
    const { document } = redactedFacts(bundle, [], program);
    expect(said(judge(program, document, 'x', policy))).toEqual(said(judge(program, bundle, 'x', policy)));
  });

  it.each(['whmcs', 'admin', 'password', 'root', 'localhost', 'mysql', 'secret'])('changes no judgement as a password: %s', (value) => {
    const bundle = bundleOf({});
    const { document } = redactedFacts(bundle, [{ kind: 'database password', value }], program);
    expect(said(judge(program, document, 'x', policy))).toEqual(said(judge(program, bundle, 'x', policy)));
  });
});

describe('a bundle', () => {
  const people = { admin: { personal: 'name', value: 'files', class: '' } };

  it.each(['files', 'http', 'operator', 'denied', 'install', 'address', 'public', 'database', 'install.root', 'redis'])(
    'can be read back where the password is %s, and keeps its kinds',
    (value) => {
      const bundle = bundleOf({
        'sessions.store': { kind: value },
        x: { who: { personal: 'address', value: '10.0.0.7', class: 'public' } },
      });
      const gap = { ok: false, gap: 'denied', why: 'the files are denied', because: 'install.root', origin } as const;
      const facts = { ...bundle.facts, 'php.web': gap };
      const { document } = redactedFacts({ ...bundle, facts }, [{ kind: 'database password', value }], expertise);
      const read = unpackBundle(packBundle(document).bytes, parseJson);
      expect(read.target.kind).toBe('install');
      expect(read.facts['php.web']).toEqual(gap);
      expect(read.facts['x']).toMatchObject({ origin, value: { who: { personal: 'address', class: 'public' } } });
      if (value === 'files') expect(read.facts['sessions.store']).toMatchObject({ value: { kind: 'files' } });
    },
  );

  it('keeps the kinds that are also a name', () => {
    const { document } = redactedFacts(bundleOf({ 'sessions.store': { kind: 'files' }, people }), [], expertise);
    expect(document.facts['sessions.store']).toMatchObject({ value: { kind: 'files' } });
    expect(JSON.stringify(document.facts['people'])).not.toContain('"files"}');
  });

  it('that check would refuse is not written', () => {
    const good = packBundle(bundleOf({})).bytes;
    expect(() => refuseUnreadable(good, 'x.tgz')).not.toThrow();
    const large = bundleOf({ x: { text: Array.from({ length: 42 }, () => 'x'.repeat(1024 * 1024)) } });
    expect(() => refuseUnreadable(packBundle(large).bytes, 'x.tgz')).toThrow(
      /x\.tgz was not written: .*facts\.json in it is larger than 40 MiB/,
    );
    expect(() => refuseUnreadable(Buffer.from('{}'), 'x.json')).toThrow(Quit);
  }, 30_000);
});

it('a fact of a plug-in has no address of anybody and no name that it marked; a machine keeps its address', () => {
  const recorded = bundleOf({
    'net.public-address': { address: '198.51.100.77', source: 'x' },
    'acme.users': {
      seen: ['203.0.113.9', 'of 2001:db8::9', '198.51.100.77', '127.0.0.1', 'jane'],
      '203.0.113.10': 1,
      who: personal('name', 'Jane'),
      whose: { personal: 'address', value: '203.0.113.11', class: '' },
    },
    'site.url': { url: 'https://203.0.113.99/', from: 'database' },
  });
  const looked = { ok: false, gap: 'bug', startedMs: 0, durationMs: 1, needs: [] } as const;
  const { document } = redactedFacts(
    { ...recorded, probes: [{ ...looked, fact: 'acme.more', why: 'no answer of 203.0.113.12' }] },
    [],
    expertise,
  );
  const theirs = JSON.stringify([document.facts['acme.users'], document.probes]);
  expect(theirs).not.toMatch(/203\.0\.113|2001|jane/i);
  expect(theirs).toContain('"198.51.100.77","127.0.0.1"');
  expect(theirs).toMatch(/no answer of «public address:/);
  expect(JSON.stringify(document.facts['site.url'])).toContain('203.0.113.99');
});
