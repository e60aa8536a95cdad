/** Faults of sessions that are not files: Redis, memcached, the database; and of the handler itself. */
import { redis } from '../session-server.js';
import { phpExtension } from '../web-server.js';
import { brokenPage, type Fault, phpFault } from './fault.js';

const inRedis = { sessions: 'redis' } as const;
const inDatabase = { sessions: 'database' } as const;

const provider = `'serviceProvider' => '\\\\WHMCS\\\\Session\\\\Database\\\\ServiceProvider'`;
const elsewhere = (password: string) =>
  `$session_handling = [${provider}, 'database' => ['lifetime' => 1440, 'connectionAlias' => 'sessionsDbConnection', ` +
  `'config' => ['host' => 'localhost', 'database' => 'whmcs', 'username' => 'keeper', 'password' => '${password}']]];`;
const lifetime = (minutes: number) => `$session_handling = [${provider}, 'database' => ['lifetime' => ${minutes}]];`;

export const sessionStoreFaults: readonly Fault[] = [
  {
    cause: 'session-server-unreachable',
    setup: inRedis,
    problems: ['login-redirect-loops'],
    inject: (lab) => lab.stopSessionServer(),
    heal: (lab) => lab.restartSessionServer(),
  },
  {
    cause: 'session-server-refusing',
    unseen: brokenPage,
    setup: inRedis,
    inject: (lab) => lab.restartSessionServer(['--requirepass', 'hush']),
    heal: (lab) => lab.php({ 'session.save_path': 'tcp://127.0.0.1:6379?auth=hush' }),
  },
  {
    cause: 'session-server-full',
    setup: inRedis,
    inject: async () => void (await redis('CONFIG SET maxmemory 500kb')),
    heal: async () => void (await redis('CONFIG SET maxmemory 64mb')),
  },
  {
    cause: 'session-server-read-only',
    setup: inRedis,
    inject: async () => void (await redis('REPLICAOF 192.0.2.53 6379')),
    heal: async () => void (await redis('REPLICAOF NO ONE')),
  },
  phpFault(
    'session-server-misaddressed',
    { 'session.save_path': '/var/lib/php/billing' },
    { 'session.save_path': 'tcp://127.0.0.1:6379' },
    { setup: inRedis },
  ),
  {
    cause: 'session-extension-missing',
    setup: inRedis,
    inject: async (lab) => {
      await phpExtension('redis', false, 'fpm');
      await lab.web.restartPhp();
    },
    heal: async (lab) => {
      await phpExtension('redis', true, 'fpm');
      await lab.web.restartPhp();
    },
  },
  {
    cause: 'session-server-unreachable',
    how: 'memcached',
    unseen: brokenPage,
    setup: { sessions: 'memcached' },
    inject: (lab) => lab.stopSessionServer(),
    heal: (lab) => lab.restartSessionServer(),
  },
  phpFault(
    'session-server-misaddressed',
    { 'session.save_path': 'tcp://127.0.0.1:11211' },
    { 'session.save_path': '127.0.0.1:11211' },
    {
      how: 'memcached with a scheme',
      unseen: brokenPage,
      setup: { sessions: 'memcached' },
    },
  ),
  {
    cause: 'session-database-unreachable',
    unseen: brokenPage,
    setup: inDatabase,
    inject: async (lab) => {
      await lab.sql("CREATE OR REPLACE USER keeper@'localhost' IDENTIFIED BY 'right'; GRANT ALL ON whmcs.* TO keeper@'localhost'");
      await lab.configuration([elsewhere('wrong')]);
    },
    heal: (lab) => lab.configuration([elsewhere('right')]),
  },
  {
    cause: 'session-table-missing',
    unseen: brokenPage,
    setup: inDatabase,
    inject: async (lab) => void (await lab.sql('RENAME TABLE tblsessions TO tblsessions_old')),
    heal: async (lab) => void (await lab.sql('RENAME TABLE tblsessions_old TO tblsessions')),
  },
  {
    cause: 'session-lifetime-short',
    how: 'minutes in the database',
    setup: inDatabase,
    status: 1,
    inject: (lab) => lab.configuration([lifetime(10)]),
    heal: (lab) => lab.configuration([lifetime(1440)]),
  },
];
