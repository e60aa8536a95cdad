/** Where sessions are kept. */
import { writeFile } from 'node:fs/promises';
import type { Lab } from '../lab.js';
import { run } from '../process.js';
import type { Value } from './value.js';

const redisSocket = '/run/redis/redis.sock';
/** With six bits to a character an id may begin with any of these. */
const letters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,';

/** PHP does not clean folders within folders: a job of the system's does. */
async function subfolders(lab: Lab): Promise<void> {
  const folders = [...letters].map((letter) => `${lab.sessionFolder}/${letter}`);
  await run('mkdir', ['-m', '700', '--', ...folders]);
  if (lab.user !== null) await run('chown', [`${lab.user}:`, '--', ...folders]);
  const job = `*/15 * * * * root find ${lab.sessionFolder} -type f -name 'sess_*' -mmin +600 -delete\n`;
  await writeFile('/etc/cron.d/sessions', job);
}

export const sessionStores: readonly Value[] = [
  { name: 'files in a folder of its own' },
  { name: "files in Debian's folder", options: { sessions: 'debian' } },
  {
    name: 'files in subfolders',
    php: (lab) => ({ 'session.save_path': `1;0600;${lab.sessionFolder}`, 'session.gc_probability': '0' }),
    make: subfolders,
  },
  { name: 'the database', options: { sessions: 'database' } },
  { name: 'Redis at a port', options: { sessions: 'redis' } },
  {
    name: 'Redis at a socket',
    options: { sessions: 'redis' },
    php: () => ({ 'session.save_path': `unix://${redisSocket}` }),
    make: (lab) => lab.restartSessionServer(['--unixsocket', redisSocket, '--unixsocketperm', '777']),
  },
  {
    name: 'Redis with a password',
    options: { sessions: 'redis' },
    php: () => ({ 'session.save_path': 'tcp://127.0.0.1:6379?auth=Tr0ub4dor-lab&database=3' }),
    make: (lab) => lab.restartSessionServer(['--requirepass', 'Tr0ub4dor-lab']),
  },
  { name: 'memcached', options: { sessions: 'memcached' } },
];
