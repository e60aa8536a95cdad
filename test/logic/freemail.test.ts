import { describe, expect, it } from 'vitest';
import { isFreemail, isOwnServer } from '../../src/logic/freemail.js';

/** Each domain of free mailboxes with the server that its provider tells its users to send through. */
const mailboxes = [
  ['gmail.com', 'smtp.gmail.com'],
  ['googlemail.com', 'smtp.googlemail.com'],
  ['yahoo.com', 'smtp.mail.yahoo.com'],
  ['yahoo.co.uk', 'smtp.mail.yahoo.com'],
  ['yahoo.fr', 'smtp.mail.yahoo.com'],
  ['yahoo.de', 'smtp.mail.yahoo.com'],
  ['yahoo.it', 'smtp.mail.yahoo.com'],
  ['yahoo.es', 'smtp.mail.yahoo.com'],
  ['yahoo.ca', 'smtp.mail.yahoo.com'],
  ['yahoo.co.in', 'smtp.mail.yahoo.com'],
  ['yahoo.com.br', 'smtp.mail.yahoo.com'],
  ['ymail.com', 'smtp.mail.yahoo.com'],
  ['rocketmail.com', 'smtp.mail.yahoo.com'],
  ['aol.com', 'smtp.aol.com'],
  ['outlook.com', 'smtp-mail.outlook.com'],
  ['hotmail.com', 'smtp.office365.com'],
  ['live.com', 'smtp.live.com'],
  ['msn.com', 'smtp-mail.outlook.com'],
  ['hotmail.co.uk', 'smtp-mail.outlook.com'],
  ['hotmail.fr', 'smtp-mail.outlook.com'],
  ['icloud.com', 'smtp.mail.me.com'],
  ['me.com', 'smtp.mail.me.com'],
  ['mac.com', 'smtp.mail.me.com'],
  ['gmx.de', 'mail.gmx.net'],
  ['gmx.net', 'mail.gmx.net'],
  ['gmx.com', 'mail.gmx.com'],
  ['gmx.at', 'mail.gmx.net'],
  ['gmx.ch', 'mail.gmx.net'],
  ['web.de', 'smtp.web.de'],
  ['mail.com', 'smtp.mail.com'],
  ['proton.me', 'smtp.protonmail.ch'],
  ['protonmail.com', 'smtp.protonmail.ch'],
  ['pm.me', 'smtp.protonmail.ch'],
  ['yandex.ru', 'smtp.yandex.ru'],
  ['yandex.com', 'smtp.yandex.com'],
  ['ya.ru', 'smtp.yandex.ru'],
  ['mail.ru', 'smtp.mail.ru'],
  ['bk.ru', 'smtp.mail.ru'],
  ['inbox.ru', 'smtp.mail.ru'],
  ['list.ru', 'smtp.mail.ru'],
  ['zohomail.com', 'smtp.zoho.com'],
] as const;

it.each(mailboxes)('%s is free, and goes out through %s', (domain, server) => {
  expect(isFreemail(domain)).toBe(true);
  expect(isOwnServer(domain, server)).toBe(true);
  expect(isOwnServer(domain, 'mail.acme.example')).toBe(false);
});

// servers that answer under another name of the same provider
it.each([
  ['gmail.com', 'smtp-relay.google.com'],
  ['gmail.com', 'aspmx.l.google.com'],
  ['yahoo.com', 'mta5.am0.yahoodns.net'],
  ['hotmail.com', 'mx1.hotmail.com'],
  ['icloud.com', 'mx01.mail.icloud.com'],
  ['icloud.com', 'st11p00im.apple.com'],
  ['proton.me', 'mail.proton.me'],
  ['proton.me', 'submission.proton.ch'],
  ['yandex.ru', 'mx.yandex.net'],
  ['zohomail.com', 'smtp.zoho.eu'],
  ['zohomail.com', 'smtp.zoho.in'],
])('mail from %s may go out through %s, too', (domain, server) => {
  expect(isOwnServer(domain, server)).toBe(true);
});

describe('no free mailbox', () => {
  it.each(['acme.example', '', 'notgmail.com', 'mail.gmail.com', 'gmail.com.example', 'google.com', 'zoho.com'])('%j', (domain) => {
    expect(isFreemail(domain)).toBe(false);
  });

  it('has no server of a provider, not even its own', () => {
    expect(isOwnServer('acme.example', 'mail.acme.example')).toBe(false);
    expect(isOwnServer('acme.example', 'smtp.gmail.com')).toBe(false);
  });
});

describe('names of domains and servers', () => {
  it('are the same in either case', () => {
    expect(isFreemail('GMail.COM')).toBe(true);
    expect(isOwnServer('GMail.COM', 'SMTP.Gmail.Com')).toBe(true);
  });

  it.each([
    ['gmail.com', true],
    ['smtp.gmail.com.', true],
    ['smtp.gmail.com..', false],
    ['notgmail.com', false],
    ['gmail.com.example', false],
    ['gmail.com.mx', false],
    ['', false],
  ])('%j belongs to the provider of gmail.com: %s', (server, own) => {
    expect(isOwnServer('gmail.com', server)).toBe(own);
  });

  it('of one provider are foreign to another', () => {
    expect(isOwnServer('yahoo.com', 'smtp.gmail.com')).toBe(false);
    expect(isOwnServer('mail.ru', 'smtp.mail.com')).toBe(false);
    expect(isOwnServer('mail.com', 'smtp.mail.ru')).toBe(false);
  });
});
