import { describe, expect, it } from 'vitest';
import { parseDmarc } from '../../src/parse/dmarc.js';
import { parseMailAddress } from '../../src/parse/mail-address.js';
import { parseSendmailPath } from '../../src/parse/sendmail-path.js';
import { unbalanced } from '../../src/parse/smarty-balance.js';
import { parseSmtpUrl } from '../../src/parse/smtp-url.js';
import { isSpf, parseSpf } from '../../src/parse/spf.js';

describe('SPF', () => {
  it.each([
    ['v=spf1', true],
    ['V=SPF1 -all', true],
    ['v=spf10 -all', false],
    ['spf2.0/pra', false],
    [' v=spf1', false],
  ])('%j is a record: %s', (text, is) => expect(isSpf(text)).toBe(is));

  it('reads terms with their qualifiers and targets', () => {
    const { terms, wrong } = parseSpf(
      'v=spf1 a mx/24 ?mx:Mail.Example.com/28//64 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:_spf.example.com exp=x.test ~all',
    );
    expect(wrong).toBeNull();
    expect(terms.map(({ name, qualifier, value }) => `${qualifier}${name} ${value}`.trim())).toEqual([
      '+a',
      '+mx',
      '?mx mail.example.com',
      '+ip4 192.0.2.0/24',
      '+ip6 2001:db8::/32',
      '+include _spf.example.com',
      '~all',
    ]);
  });

  it.each([
    'v=spf1 incude:x.test -all',
    'v=spf1 ipv4:192.0.2.1',
    'v=spf1 include: -all',
    'v=spf1 all:x',
    'v=spf1 192.0.2.1 -all',
    'v=spf1 redirect=',
  ])('does not understand %s', (text) => expect(parseSpf(text).wrong).not.toBeNull());

  it('leaves unknown modifiers out', () =>
    expect(parseSpf('v=spf1 foo=bar -all')).toMatchObject({ wrong: null, terms: [{ name: 'all' }] }));
});

describe('DMARC', () => {
  it.each([
    [['v=DMARC1; p=reject; sp=none'], { policy: 'reject', below: 'none' }],
    [['v=DMARC1;p=Quarantine'], { policy: 'quarantine', below: null }],
    [['v=DMARC1; p=perhaps'], { policy: null, below: null }],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], null],
    [['p=reject; v=DMARC1'], null],
    [[], null],
  ])('%j', (texts, read) => expect(parseDmarc(texts)).toEqual(read));
});

describe('Smarty blocks', () => {
  it.each([
    '<p>{$name}</p>{if $a}x{elseif $b}y{else}z{/if}',
    '{foreach from=$rows item=row}{if $row}{$row}{/if}{foreachelse}none{/foreach}',
    '{literal}{if{/literal} <style>p { color: red }</style>',
    '{* {if} *} text',
    'no blocks { at } all',
    '',
  ])('closed: %s', (text) => expect(unbalanced(text)).toBeNull());

  it.each([
    ['{if $a}x', '{if} without {/if}'],
    ['x{/if}', '{/if} without {if}'],
    ['{if $a}{foreach $b as $c}{/if}{/foreach}', '{foreach} closed by {/if}'],
    ['{* never ends', '{* without *}'],
    ['{literal} {if $a}{/if}', '{literal} without {/literal}'],
    ['{else}', '{else} outside of {if}'],
  ])('%s', (text, why) => expect(unbalanced(text)).toBe(why));
});

describe('addresses', () => {
  it.each([
    ['billing@example.com', 'example.com'],
    [' Acme <Billing@Mail.Example.COM> ', 'mail.example.com'],
    ['b@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['', null],
    ['billing', null],
    ['billing@localhost', null],
    ['a@b@example.com', null],
    ['a b@example.com', null],
  ])('%j', (text, domain) => expect(parseMailAddress(text)?.domain ?? null).toBe(domain));
});

describe('sendmail_path', () => {
  it.each([
    ['/usr/sbin/sendmail -t -i', '/usr/sbin/sendmail', '/usr/sbin/sendmail -t -i'],
    ['"/opt/my mailer" -t', '/opt/my mailer', '/opt/my mailer -t'],
    ['/usr/bin/msmtp -a shop --passwordeval=x -t', '/usr/bin/msmtp', '/usr/bin/msmtp … -t'],
    ['ssmtp -t -au user -ap s3cret', 'ssmtp', 'ssmtp -t …'],
    [' -t -i', '-t', '-t -i'],
    ['', '', ''],
  ])('%s', (line, program, shown) => expect(parseSendmailPath(line)).toEqual({ program, shown }));
});

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, encryption: 'tls', user: null, password: null }],
    [
      'smtps://a%40b.test:p%3Aw@mail.example.com/',
      { host: 'mail.example.com', port: 465, encryption: 'ssl', user: 'a@b.test', password: 'p:w' },
    ],
    ['smtp://mail.example.com:25', { port: 25, encryption: 'none' }],
    ['smtp://[2001:db8::1]:2525', { host: '2001:db8::1', port: 2525 }],
    ['https://mail.example.com', null],
    ['smtp://mail.example.com:99999', null],
    ['mail.example.com', null],
  ])('%s', (text, read) => (read === null ? expect(parseSmtpUrl(text)).toBeNull() : expect(parseSmtpUrl(text)).toMatchObject(read)));
});
