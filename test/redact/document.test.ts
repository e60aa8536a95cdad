import { describe, expect, it } from 'vitest';
import { redactDocument } from '../../src/redact/document.js';
import { machinesIn, peopleIn } from '../../src/redact/people.js';
import type { Personal } from '../../src/model.js';

const visitor: Personal = { personal: 'address', value: '203.0.113.9', class: 'public' };
const admin: Personal = { personal: 'name', value: 'admin', class: '' };
const sender: Personal = { personal: 'email', value: 'billing@shop.test', class: 'shop.test' };
const never = (_: string): boolean => false;

function redacted<T extends object>(
  facts: T,
  secrets: readonly { kind: string; value: string }[] = [],
  isMachine: (address: string) => boolean = never,
) {
  return redactDocument({ facts }, secrets, peopleIn(facts), isMachine);
}

describe('a redacted document', () => {
  it('keeps equal secrets equal, wherever and in whatever form they stand, and different ones apart', () => {
    const secrets = [
      { kind: 'database password', value: 'c0rrect-horse/battery' },
      { kind: 'SMTP_PASSWORD', value: 'c0rrect-horse/battery' },
      { kind: 'license key', value: 'Leased-0123456789' },
    ];
    const { document, redactions } = redacted(
      {
        'database.connection': { value: { dsn: 'mysql://whmcs:c0rrect-horse%2Fbattery@db/' } },
        'mail.settings': { value: { sent: [Buffer.from('c0rrect-horse/battery').toString('hex'), 'Leased-0123456789'] } },
      },
      secrets,
    );
    const text = JSON.stringify(document);
    const marks = text.match(/«[^»]+»/g) ?? [];
    expect(marks).toHaveLength(3);
    expect(marks[0]).toMatch(/^«database password:[\da-f]{4}»$/);
    expect(marks[1]?.replace(/^.*:/, '')).toBe(marks[0]?.replace(/^.*:/, ''));
    expect(marks[2]).toMatch(/^«license key:/);
    expect(redactions).toEqual([
      { fact: 'database.connection', path: 'value.dsn', kind: 'database password', token: marks[0], count: 1 },
      { fact: 'mail.settings', path: 'value.sent[]', kind: expect.any(String) as string, token: marks[1], count: 1 },
      { fact: 'mail.settings', path: 'value.sent[]', kind: 'license key', token: marks[2], count: 1 },
    ]);
  });

  it('has other marks the next time: nothing can be looked up by them', () => {
    const marks = Array.from({ length: 20 }, () => JSON.stringify(redacted({ x: { value: visitor } }).document));
    expect(new Set(marks).size).toBeGreaterThan(15);
  });

  it('keeps a thousand addresses apart', () => {
    const people = Array.from({ length: 1000 }, (_, index) => ({ ...visitor, value: `198.18.${index >> 8}.${index & 255}` }));
    const { document } = redacted({ x: { value: people } });
    expect(new Set(document.facts.x.value.map(({ value }) => value)).size).toBe(1000);
  });

  it('takes a name out of sentences and from where it is a name, and leaves paths and kinds alone', () => {
    const { document } = redacted({
      'operator.report': { value: { admin } },
      'install.admin-folder': { value: { name: 'admin', path: '/srv/admin/login.php' } },
      'logs.whmcs': { value: { sample: 'Failed login of admin from 203.0.113.9:51234, mail to jane@example.com', visitor } },
    });
    expect(document.facts['operator.report'].value.admin.value).toMatch(/^«name:/);
    expect(document.facts['install.admin-folder']).toEqual({ value: { name: 'admin', path: '/srv/admin/login.php' } });
    expect(document.facts['logs.whmcs'].value.sample).toMatch(
      /^Failed login of «name:\w+» from «public address:\w+»:51234, mail to «e-mail:\w+»$/,
    );
  });

  it('leaves the fields and facts their names where a password is one of these words', () => {
    const secrets = ['value', 'whmcs', 'logs'].map((value) => ({ kind: 'database password', value }));
    const { document } = redacted({ 'logs.whmcs': { ok: true, value: { hits: [], user: 'whmcs' } } }, secrets);
    expect(Object.keys(document.facts)).toEqual(['logs.whmcs']);
    expect(document.facts['logs.whmcs'].value.user).toMatch(/^«database password:/);
  });

  it('still hides a secret that is itself a key', () => {
    const { document } = redacted({ x: { value: { 'sess-0a1b2c3d4e': 1 } } }, [{ kind: 'cookie', value: 'sess-0a1b2c3d4e' }]);
    expect(JSON.stringify(document)).not.toContain('0a1b2c3d4e');
  });

  it('leaves machines their addresses, and says of an e-mail address where it is', () => {
    const { document, redactions } = redacted({ x: { value: { visitor, sender } } }, [], (address) => address === '203.0.113.9');
    expect(document.facts.x.value.visitor).toEqual(visitor);
    expect(document.facts.x.value.sender.value).toMatch(/^«e-mail at shop\.test:/);
    expect(redactions).toMatchObject([{ fact: 'x', path: 'value.sender.value', kind: 'e-mail', count: 1 }]);
  });
});

it('knows the addresses of machines by the fields that hold them, alone or in a URL', () => {
  const facts = {
    a: { servers: ['192.0.2.1', '192.0.2.0/24', '2001:DB8::1'], url: 'https://192.0.2.7/billing/' },
    b: { who: visitor, said: 'from 203.0.113.9' },
  };
  expect([...machinesIn(facts)].sort()).toEqual(['192.0.2.0', '192.0.2.1', '192.0.2.7', '2001:db8::1']);
});

it('takes whole e-mail addresses and other spellings out of a document, too', () => {
  const facts = {
    x: { value: { who: { ...admin, value: 'joe' }, url: 'https://b.test?email=joe%40example.com', said: 'JOE wrote to joe@example.com' } },
  };
  const { document, redactions } = redacted(facts);
  expect(JSON.stringify(document)).not.toMatch(/joe|example\.com/i);
  expect(redactions.filter(({ kind }) => kind === 'e-mail').map(({ path, count }) => [path, count])).toEqual([
    ['value.url', 1],
    ['value.said', 1],
  ]);
});
