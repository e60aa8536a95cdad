import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, hidden } from '../../src/redact/boundary.js';
import { namesIn } from '../../src/redact/names.js';
import { peopleIn } from '../../src/redact/people.js';
import type { Personal } from '../../src/model.js';

const secret = `p@ss wörd/${'x'.repeat(3)}&"'<`;

function encodings(value: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(value, 'utf8');
  return {
    plain: value,
    percent: encodeURIComponent(value),
    json: JSON.stringify(value),
    hex: bytes.toString('hex'),
    base64: bytes.toString('base64'),
    'base64 inside': Buffer.concat([Buffer.from('user:'), bytes]).toString('base64'),
    'base64 of a URL': Buffer.concat([Buffer.from('x'), bytes, Buffer.from('yy')]).toString('base64url'),
  };
}

describe('the redaction boundary', () => {
  const redactor = createRedactor([secret, 'K3Y-abcdef123456']);

  it.each(Object.entries(encodings(secret)))('replaces a secret written as %s', (_, text) => {
    const sealed = redactor.text(`before ${text} after`);
    expect(sealed).toContain(hidden);
    for (const form of Object.values(encodings(secret))) expect(sealed).not.toContain(form.slice(4, 20));
  });

  it('replaces it in keys and values at any depth', () => {
    const sealed = JSON.stringify(redactor.deep({ a: [{ 'x K3Y-abcdef123456': `mysql://u:K3Y-abcdef123456@h/` }] }));
    expect(sealed).not.toContain('K3Y-abcdef123456');
    expect(sealed).toContain(hidden);
  });

  it('does not replace a short word inside longer ones', () => {
    expect(createRedactor(['root']).text('/root/chroot as root')).toBe(`/${hidden}/chroot as ${hidden}`);
  });

  it('leaves no secret of eight characters or more in any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }), fc.string(), fc.string(), (value, before, after) => {
        fc.pre(value.trim().length >= 8 && !hidden.includes(value));
        expect(createRedactor([value]).text(before + value + after)).not.toContain(value);
      }),
    );
  });
});

describe('people', () => {
  const visitor: Personal = { personal: 'address', value: '203.0.113.9', class: 'public' };
  const mark = /^«public address:[\da-f]{4}»$/;
  const proxy: Personal = { personal: 'address', value: '104.16.0.1', class: 'cloudflare' };
  const admin: Personal = { personal: 'name', value: 'jane', class: '' };

  it('become class and token, equal ones equal, and a proxy stays what it is', () => {
    const facts = { a: [visitor, proxy], b: { who: admin, again: visitor } };
    const people = peopleIn(facts);
    expect(people).toHaveLength(4);
    const sealed = createRedactor([], people).deep(facts);
    expect(sealed.a[0]?.value).toMatch(mark);
    expect(sealed.b.again.value).toBe(sealed.a[0]?.value);
    expect(sealed.a[1]?.value).toBe('104.16.0.1');
    expect(sealed.b.who.value).toMatch(/^«name:[\da-f]{4}»$/);
  });

  it('does not take 203.0.113.9 out of 203.0.113.90', () => {
    const { text } = createRedactor([], [visitor]);
    expect(text('203.0.113.90 and 1203.0.113.9')).toBe('203.0.113.90 and 1203.0.113.9');
    expect(text('from 203.0.113.9.')).toMatch(/^from «public address:[\da-f]{4}»\.$/);
    expect(text('203.0.113.9:51234 and ::ffff:203.0.113.9')).not.toContain('203.0.113.9');
  });

  it('replaces e-mail addresses that nobody declared', () => {
    const { text } = createRedactor([], []);
    expect(text('sent to jane.doe@example.com')).toMatch(/^sent to «e-mail:[\da-f]{4}»$/);
    expect(text('https://jane@billing.test/')).toBe('https://jane@billing.test/');
    expect(createRedactor([]).text('sent to jane.doe@example.com')).toContain('jane.doe@example.com');
  });

  it('leaves alone what is of the inside, whatever its class says', () => {
    expect(createRedactor([], [{ ...visitor, value: '127.0.0.1' }]).text('from 127.0.0.1')).toBe('from 127.0.0.1');
  });
});

describe('many secrets', () => {
  it('are replaced longest first, short words only alone, and a lone surrogate breaks nothing', () => {
    const redactor = createRedactor(['abcd1234', 'abcd1234-longer', 'root', 'x\ud800yz1']);
    expect(redactor.text('abcd1234-longer abcd1234 chroot root')).toBe(`${hidden} ${hidden} chroot ${hidden}`);
    expect(redactor.text('a x\ud800yz1 b')).toBe(`a ${hidden} b`);
  });

  it('are found as PHP writes them: htmlspecialchars() and json_encode()', () => {
    const redactor = createRedactor(["it's/a pässword"]);
    for (const text of ['it&#039;s/a pässword', '"it\'s\\/a p\u00e4ssword"', 'it%27s%2Fa%20p%C3%A4ssword'])
      expect(redactor.text(text)).toContain(hidden);
  });
});

describe('what a cut left of a secret that was made of a name', () => {
  const names = namesIn(
    Object.entries({
      'install.configuration': { value: { database: { username: { state: 'set', value: 'Acme_whmcs' }, name: { state: 'absent' } } } },
      'install.root': { value: { path: '/home/acme-billing/public_html', owner: { name: 'acme1234' } } },
      'php.pool': { ok: false },
      'somebody.else': { value: { path: '/hunter2-is-it' } },
    }),
  );
  const secret = 'Acme_whmcs-2024!';
  const redact = createRedactor([secret, 'acme-billing/x9z8', 'Pa55-acme1234', 'hunter2-is-it-not'], null, undefined, names);
  const long = 'a sentence that is long enough for its end to be one that was cut off: ';

  it('finds them in the facts', () => {
    expect([...names].sort()).toEqual(['acme-billing', 'acme1234', 'acme_whmcs', 'home', 'public_html']);
  });

  it.each([
    `${long}Acme_whmcs`,
    `${long}'Acme_whmcs'`.slice(0, -1),
    `${long}/home/acme-billing`,
    "Access denied for user 'Acme_whmcs\u2026",
    '\u2026acme1234: no such user',
  ])('the name stays: %s', (text) => {
    expect(redact.text(text)).toBe(text);
    // without it, it would be taken for what is left of the secret
    expect(createRedactor([secret, 'acme-billing/x9z8', 'Pa55-acme1234']).text(text)).toContain(hidden);
  });

  it.each([
    secret,
    `${long}${secret}`,
    `${long}Acme_whmcs-20`,
    `${long}xAcme_whmcs`,
    'Acme_whmcs-\u2026',
    Buffer.from(`x:${secret}`).toString('base64'),
    `${long}hunter2-is-it`,
  ])('the secret, and more of it than the name, is hidden all the same: %s', (text) => {
    expect(redact.text(text)).toContain(hidden);
    expect(redact.text(text)).not.toMatch(/whmcs-2|hunter2/);
  });
});

describe('a secret in an address', () => {
  const redactor = createRedactor(['Secr3t pw/1', 'ä-password']);

  it.each([
    ['encodeURI()', 'Secr3t%20pw/1'],
    ['encodeURIComponent()', 'Secr3t%20pw%2F1'],
    ['quote() that leaves no slash and encodes in small letters', 'Secr3t%20pw%2f1'],
    ['one that encodes what it need not', '%53ecr3t%20p%77/1'],
    ['one that is encoded with what is beside it', 'x%3DSecr3t%20pw%2F1%26y'],
    ['UTF-8', '%c3%A4-password'],
  ])('is found as written by %s', (_, text) => {
    expect(redactor.text(`a ${text} b`)).toContain(hidden);
    expect(redactor.text(`a ${text} b`)).not.toMatch(/ecr3t|word/);
  });

  it('leaves an encoded text without one as it is', () => {
    expect(redactor.text('a%20b%C3%A4%ff%zz %')).toBe('a%20b%C3%A4%ff%zz %');
  });
});

describe('e-mail addresses and names', () => {
  const joe: Personal = { personal: 'name', value: 'joe', class: '' };
  const mailbox: Personal = { personal: 'email', value: 'Joe@Example.com', class: 'example.com' };
  const { text } = createRedactor([], [joe, { personal: 'address', value: '2001:db8::5', class: 'public' }]);

  it.each([
    ['https://billing.example.com?email=joe@example.com', 'https://billing.example.com?email=M'],
    ['https://billing.example.com#joe@example.com', 'https://billing.example.com#M'],
    ['/reset?email=joe%40example.com&x=1', '/reset?email=M&x=1'],
    ['/reset?url=%3Femail%3Djoe%40example.com', '/reset?url=%3Femail%3DM'],
    ['to m\u00fcller@ex\u00e4mple.de', 'to M'],
    ['to j\u00f6rg@example.com', 'to M'],
    ["to o'brien@example.com", 'to M'],
    ["to 'joe@example.com'", "to 'M'"],
    ['joe@example.com', 'M'],
    ['JOE@example.com', 'M'],
  ])('%s is hidden as a whole', (given, expected) => {
    expect(text(given).replace(/«e-mail:\w+»/g, 'M')).toBe(expected);
  });

  it('are equal in any case, also with what was declared', () => {
    const redactor = createRedactor([], [mailbox]);
    const [a, b, c] = ['joe@example.com', 'JOE@EXAMPLE.COM', 'joe%40example.com'].map((each) => redactor.text(each));
    expect(a).toMatch(/^«e-mail at example\.com:\w+»$/);
    expect([b, c]).toEqual([a, a]);
  });

  it('a name is hidden in any case', () => {
    expect(text('JOE and Joe, İ joe').replace(/«name:\w+»/g, 'N')).toBe('N and N, İ N');
  });

  it.each(['2001:DB8:0:0:0:0:0:5', '2001:0db8::0005', '2001:db8::5', '[2001:DB8::5]:443', '2001:db8::0.0.0.5'])(
    'an address is hidden as %s',
    (given) => {
      expect(text(`from ${given} at 02:13:51`)).toMatch(/^from \[?«public address:\w+»(\]:443)? at 02:13:51$/);
      expect(text('from 2001:db8::55')).toBe('from 2001:db8::55');
    },
  );
});

describe('a part of a secret', () => {
  it.each([
    ['whmcsuser123', 'database user whmcsuser'],
    ['whmcsuser123', '/home/whmcsuser'],
  ])('%s leaves %s alone', (value, text) => {
    expect(createRedactor([value]).text(text)).toBe(text);
  });

  it('a word of the program stays in its sentences, also before the mark of a cut', () => {
    const { sentence } = createRedactor(['password123'], null, new Set(['password']));
    expect(sentence('The database refuses the password')).toBe('The database refuses the password');
    expect(sentence('The database refuses the password\u2026')).toBe('The database refuses the password\u2026');
    expect(sentence('The database said password12\u2026')).not.toContain('password12');
  });
});

describe('the cost of a long text', () => {
  it.each([8, 63])('%i KB in which everything is encoded in every way', (kilobytes) => {
    const one = 'a%20b \\u0041 &amp; =3D=41 dGVzdDoxMjM0NTY3ODkw 7465737431323334 \0x ';
    const text = one.repeat(Math.floor((kilobytes * 1024) / one.length));
    const redactor = createRedactor(['Zq8Wx3Kt7Lm1Vb5N'], []);
    // processor time, so that a busy machine does not decide
    const began = process.cpuUsage();
    redactor.text(text);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(900);
  });

  it('four characters in hexadecimal are hidden', () => {
    expect(createRedactor(['Zq8W']).text('x 5a713857 y')).toBe(`x ${hidden} y`);
  });
});
