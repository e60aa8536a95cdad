/** Redis and memcached as session stores. */
import { connect } from 'node:net';
import { start, type Running } from './process.js';

export const redisAt = { host: '127.0.0.1', port: 6379 } as const;
export const memcachedAt = { host: '127.0.0.1', port: 11211 } as const;

export function startRedis(folder: string, options: readonly string[] = []): Promise<Running> {
  const where = ['--bind', redisAt.host, '--port', String(redisAt.port), '--dir', folder];
  return start({
    name: 'redis-server',
    command: ['redis-server', ...where, '--save', '', '--appendonly', 'no', ...options],
    log: `${folder}/redis.out`,
    ready: async () => /^[+-]/u.test(await ask(redisAt, 'PING\r\n')),
  });
}

export function startMemcached(folder: string): Promise<Running> {
  const user = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  return start({
    name: 'memcached',
    command: ['memcached', '-l', memcachedAt.host, '-p', String(memcachedAt.port), '-m', '8', ...user],
    log: `${folder}/memcached.out`,
    ready: async () => (await ask(memcachedAt, 'version\r\n')).startsWith('VERSION'),
  });
}

/** One Redis command, as a line. */
export function redis(command: string): Promise<string> {
  return ask(redisAt, `${command}\r\n`);
}

function ask(where: { readonly host: string; readonly port: number }, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(where, () => socket.write(line));
    socket.setTimeout(2000, () => socket.destroy(new Error('silent')));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString());
    });
    socket.once('error', reject);
  });
}
