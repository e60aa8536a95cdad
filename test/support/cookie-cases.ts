/** A Set-Cookie line, the page that sent it, and an address that is asked afterwards. */
import fc from 'fast-check';

export interface CookieCase {
  readonly line: string;
  readonly page: string;
  readonly asked: string;
}

/** Jars look at the clock of the machine: every date of a case is far from it. */
export const now = Date.now();

const hosts = [
  'billing.example.com',
  'example.com',
  'www.billing.example.com',
  'shop.example.co.uk',
  'example.co.uk',
  'my.github.io',
  '192.0.2.10',
  'notexample.com',
] as const;
const paths = ['/', '/whmcs/', '/whmcs', '/whmcs/login', '/whmcs/index.php', '/whmcs2/', '/whmcs/admin/x', '/Whmcs/'] as const;
const address = fc
  .tuple(fc.constantFrom('https://', 'https://', 'http://'), fc.constantFrom(...hosts), fc.constantFrom(...paths))
  .map((parts) => parts.join(''));
const name = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('WHMCSabc', 'a', 'PHPSESSID') },
  fc.constantFrom('__Host-x', '__Secure-x', '__host-x', '__SECURE-x', '__Host', 'host-'),
);
const attribute = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Secure', 'secure', ' SECURE', 'HttpOnly', 'httponly', 'Secure=yes') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('Path=', 'path=', 'PATH = ', 'Path=  '),
        fc.constantFrom(...paths, '', 'relative', '/whmcs/;x', '/whmcs/login/'),
      )
      .map((parts) => parts.join('')),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('Domain=', 'domain=', 'Domain = '),
        fc.constantFrom(
          ...hosts,
          '.example.com',
          '.billing.example.com',
          'com',
          'co.uk',
          '.co.uk',
          'github.io',
          '',
          'EXAMPLE.com',
          '.192.0.2.10',
          '2.10',
          'other.test',
        ),
      )
      .map((parts) => parts.join('')),
  },
  fc.constantFrom('SameSite=Lax', 'SameSite=None', 'samesite=none', 'SameSite=Strict', 'SameSite=x', 'SameSite'),
  fc.constantFrom(
    'Max-Age=3600',
    'Max-Age=0',
    'Max-Age=-1',
    'max-age=86400',
    'Max-Age=abc',
    'Max-Age=',
    'Max-Age=1.5',
    'Max-Age=99999999999',
  ),
  fc.constantFrom(
    ...[
      'Expires=Sat, 22 Nov 2098 13:00:00 GMT',
      'expires=Sat, 22-Nov-2098 13:00:00 GMT',
      'Expires=Thu, 22 Nov 2001 11:00:00 GMT',
      'Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    ],
    ...[
      'Expires=Thu, 01-Jan-1970 00:00:01 GMT',
      'Expires=Sun, 22 Nov 2099 13:00:00 GMT',
      'Expires=Sun Nov 22 13:00:00 2037',
      'Expires=Fri, 31 Dec 9999 23:59:59 GMT',
    ],
  ),
  fc.constantFrom('', 'Partitioned', 'Priority=High', 'x=y', '='),
);

export const cookieCase: fc.Arbitrary<CookieCase> = fc
  .tuple(name, fc.constantFrom('v', '', '"q"', 'a=b', 'x y'), fc.array(attribute, { maxLength: 4 }), address, address, fc.boolean())
  .map(([key, value, attributes, page, other, again]) => ({
    line: [`${key}=${value}`, ...attributes].join('; '),
    page,
    asked: again ? page : other,
  }));
