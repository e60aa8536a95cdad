/** Providers of free mailboxes and the servers through which mail of their domains goes out. */

/** Domains → the ends of the names of their own servers. */
const providers: readonly { readonly domains: readonly string[]; readonly servers: readonly string[] }[] = [
  { domains: ['gmail.com', 'googlemail.com'], servers: ['gmail.com', 'googlemail.com', 'google.com'] },
  {
    domains: [
      'yahoo.com',
      'yahoo.co.uk',
      'yahoo.fr',
      'yahoo.de',
      'yahoo.it',
      'yahoo.es',
      'yahoo.ca',
      'yahoo.co.in',
      'yahoo.com.br',
      'ymail.com',
      'rocketmail.com',
      'aol.com',
    ],
    servers: ['yahoo.com', 'yahoodns.net', 'aol.com'],
  },
  {
    domains: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'hotmail.co.uk', 'hotmail.fr'],
    servers: ['outlook.com', 'office365.com', 'live.com', 'hotmail.com'],
  },
  { domains: ['icloud.com', 'me.com', 'mac.com'], servers: ['me.com', 'icloud.com', 'apple.com'] },
  {
    domains: ['gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'gmx.ch', 'web.de', 'mail.com'],
    servers: ['gmx.net', 'gmx.com', 'web.de', 'mail.com'],
  },
  { domains: ['proton.me', 'protonmail.com', 'pm.me'], servers: ['protonmail.ch', 'proton.me', 'proton.ch'] },
  { domains: ['yandex.ru', 'yandex.com', 'ya.ru'], servers: ['yandex.ru', 'yandex.com', 'yandex.net'] },
  { domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru'], servers: ['mail.ru'] },
  { domains: ['zohomail.com'], servers: ['zoho.com', 'zoho.eu', 'zoho.in'] },
];

export function isFreemail(domain: string): boolean {
  return providers.some(({ domains }) => domains.includes(domain.toLowerCase()));
}

/** Whether the server is one of the provider of this domain. */
export function isOwnServer(domain: string, server: string): boolean {
  const host = server.toLowerCase().replace(/\.$/, '');
  const servers = providers.find(({ domains }) => domains.includes(domain.toLowerCase()))?.servers ?? [];
  return servers.some((one) => host === one || host.endsWith(`.${one}`));
}
