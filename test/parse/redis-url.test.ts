import { describe, expect, it } from 'vitest';
import { credentialsIn, parseMemcachedPath, parseRedisPath, serverAddress, withoutCredentials } from '../../src/parse/redis-url.js';

describe('parseRedisPath', () => {
  it.each([
    ['tcp://127.0.0.1:6379', '127.0.0.1:6379', 0, null],
    ['tcp://cache', 'cache:6379', 0, null],
    ['cache:7000', 'cache:7000', 0, null],
    ['tcp://[::1]:6380?database=3', '[::1]:6380', 3, null],
    ['tcp://h:1?weight=1&auth=pa%26ss&database=2', 'h:1', 2, { user: null, password: 'pa&ss' }],
    ['tcp://h:1?auth[]=joe&auth[]=pw', 'h:1', 0, { user: 'joe', password: 'pw' }],
    ['tcp://h:1?auth[user]=joe&auth[pass]=pw', 'h:1', 0, { user: 'joe', password: 'pw' }],
    ['tcp://h:1?auth%5B%5D=pw', 'h:1', 0, { user: null, password: 'pw' }],
    ['redis://joe:pw@h:1', 'h:1', 0, { user: 'joe', password: 'pw' }],
    ['unix:///run/redis/redis.sock?auth=pw', '/run/redis/redis.sock', 0, { user: null, password: 'pw' }],
  ])('%s', (savePath, address, database, auth) => {
    const { servers, malformed } = parseRedisPath(savePath);
    expect(malformed).toBeNull();
    expect(servers.map(serverAddress)).toEqual([address]);
    expect(servers[0]).toMatchObject({ database, auth });
  });

  it('reads several servers', () => {
    expect(parseRedisPath('tcp://a:1?weight=1, tcp://b:2?weight=2&auth=x').servers.map(serverAddress)).toEqual(['a:1', 'b:2']);
  });

  it('knows the names of keys', () => {
    const prefixes = parseRedisPath('tcp://a:1?prefix=shop%3A, tcp://b:2?weight=2').servers.map(({ prefix }) => prefix);
    expect(prefixes).toEqual(['shop:', 'PHPREDIS_SESSION:']);
  });

  it('knows TLS', () => expect(parseRedisPath('tls://h:1').servers[0]?.tls).toBe(true));

  it.each([
    ['/var/lib/php/sessions', 'folder'],
    ['http://h:1', 'http://'],
    ['', 'no server'],
    ['tcp://h:99999', 'cannot be understood'],
  ])('%s cannot be used', (savePath, why) => expect(parseRedisPath(savePath).malformed).toContain(why));
});

describe('credentials in any form', () => {
  it.each([
    'tcp://:pa/ss?w#rd4711@host:6379',
    'tcp://h:1?auth=ab;cd%34711',
    'tcp://h:1?weight=1&auth[pass]=ab;4711',
    'host=db user=joe password=x4711 dbname=s',
    'mongodb://u:p4711@a,u:q4711@b/s',
    `tcp://h:1?auth=${'4711'.repeat(2000)}`,
  ])('%.40s', (savePath) => {
    expect(withoutCredentials(savePath)).not.toContain('4711');
  });
});

describe('parseMemcachedPath', () => {
  it.each([
    ['127.0.0.1:11211', ['127.0.0.1:11211']],
    ['a,b:11212', ['a:11211', 'b:11212']],
    ['a:11211:33', ['a:11211']],
    ['/run/memcached.sock:0', ['/run/memcached.sock']],
    ['PERSISTENT=pool a:11211', ['a:11211']],
  ])('%s', (savePath, addresses) => {
    expect(parseMemcachedPath(savePath)).toMatchObject({ malformed: null });
    expect(parseMemcachedPath(savePath).servers.map(serverAddress)).toEqual(addresses);
  });

  it('refuses a scheme, which the older memcache wants', () => {
    expect(parseMemcachedPath('tcp://127.0.0.1:11211').malformed).toContain('without tcp://');
    expect(parseMemcachedPath('tcp://127.0.0.1:11211', 'memcache').malformed).toBeNull();
  });
});

describe('credentials', () => {
  it.each([
    ['tcp://h:1?weight=1&auth=s3cret&database=2', 'tcp://h:1?weight=1&auth=[hidden]&database=2'],
    ['tcp://h:1?auth[]=joe&auth[]=s3cret', 'tcp://h:1?auth[]=[hidden]&auth[]=[hidden]'],
    [
      'tcp://h:1?auth[user]=joe&auth[pass]=s3cret,tcp://h:2?auth=s3cret2',
      'tcp://h:1?auth[user]=[hidden]&auth[pass]=[hidden],tcp://h:2?auth=[hidden]',
    ],
    ['tcp://h:1?auth%5B%5D=s3cret', 'tcp://h:1?auth%5B%5D=[hidden]'],
    ['redis://joe:s3cret@h:1', 'redis://[hidden]@h:1'],
    ['tls://h:1?stream[local_pk]=/k.pem&stream[passphrase]=s3cret', 'tls://h:1?stream[local_pk]=/k.pem&stream[passphrase]=[hidden]'],
    ['tls://h:1?context[ssl][passphrase]=s3cret', 'tls://h:1?context[ssl][passphrase]=[hidden]'],
    ['tls://h:1?stream%5Bssl%5D%5Bpassphrase%5D=s3cret&weight=1', 'tls://h:1?stream%5Bssl%5D%5Bpassphrase%5D=[hidden]&weight=1'],
    ['tls://h:1?ssl[passphrase]=s3cret', 'tls://h:1?ssl[passphrase]=[hidden]'],
    ['/var/lib/php/sessions', '/var/lib/php/sessions'],
    ['2;0600;/dir', '2;0600;/dir'],
    ['127.0.0.1:11211', '127.0.0.1:11211'],
  ])('are cut out of %s', (savePath, clean) => {
    expect(withoutCredentials(savePath)).toBe(clean);
    expect(withoutCredentials(clean)).toBe(clean);
  });

  it('are found as written and as meant, user names apart', () => {
    expect(credentialsIn('tcp://h:1?auth=pa%26ss')).toEqual(['pa&ss', 'pa%26ss']);
    expect(credentialsIn('tcp://h:1?auth[user]=default&auth[pass]=pw1')).toEqual(['pw1']);
    expect(credentialsIn('tls://h:1?stream%5Bpassphrase%5D=k%26ey')).toEqual(['k%26ey', 'k&ey']);
    expect(credentialsIn('tls://h:1?context[ssl][passphrase]=k%26ey')).toEqual(['k%26ey', 'k&ey']);
    expect(credentialsIn('/var/lib/php/sessions')).toEqual([]);
  });
});
