import { describe, expect, it } from 'vitest';
import { assertAllowed } from '../../src/host/allowed-programs.js';
import type { AllowedProgram } from '../../src/model.js';

const allowed: readonly (readonly [AllowedProgram, ...string[]])[] = [
  ['timedatectl', 'show'],
  ['timedatectl', 'show', '--property=NTPSynchronized', '--value'],
  ['chronyc', '-c', 'tracking'],
  ['systemctl', 'show', 'php8.2-fpm.service', '--property=PrivateTmp,FragmentPath'],
  ['systemctl', 'is-active', 'phpsessionclean.timer'],
  ['systemctl', 'is-enabled', 'phpsessionclean.timer'],
  ['systemctl', 'cat', 'php-fpm@8.2.service', '--no-pager'],
  ['getfacl', '-n', '-p', '-c', '--', '/var/lib/php/sessions'],
  ['crontab', '-l'],
  ['crontab', '-l', '-u', 'www-data'],
  ['crontab', '-u', 'cp.user', '-l'],
  ['quota', '-u', '-w', '-p', '-v', 'www-data'],
  ['getent', 'passwd', '33'],
  ['getent', 'ahostsv4', 'a.licensing.whmcs.com'],
  ['php', '-v'],
  ['php', '-i'],
  ['php', '-q', '-d', 'memory_limit=512M', '-c', '/home/u/php.ini', '-r', 'echo 1;'],
  ['php', '-l', '/var/www/whmcs/configuration.php'],
];

const refused: readonly (readonly [string, ...string[]])[] = [
  ['sh', '-c', 'id'],
  ['constructor'],
  ['timedatectl'],
  ['timedatectl', 'set-ntp', 'true'],
  ['timedatectl', 'show', '-H', 'other'],
  ['chronyc', 'makestep'],
  ['chronyc', '-c', 'tracking', 'makestep'],
  ['chronyc', '-c tracking makestep'],
  ['systemctl', 'restart', 'php8.2-fpm'],
  ['systemctl', 'show', '--host=other'],
  ['systemctl', 'show', '--root=/tmp'],
  ['systemctl', 'cat', '-H', 'x'],
  ['getfacl', '--restore=/tmp/x', '/tmp'],
  ['getfacl', 'relative'],
  ['getfacl'],
  ['crontab', '-r'],
  ['crontab', '-e'],
  ['crontab', '/tmp/file'],
  ['crontab', '-l', '-u', '-r'],
  ['crontab'],
  ['quota', '-f'],
  ['quota', '--rsquash', 'x'],
  ['getent', 'shadow', 'root'],
  ['getent', 'passwd'],
  ['getent', 'hosts', '-s', 'x'],
  ['getent', 'hosts', '-x'],
  ['php'],
  ['php', '/var/www/whmcs/crons/cron.php'],
  ['php', '-f', '/x.php'],
  ['php', '-S', 'localhost:1'],
  ['php', '-d', 'auto_prepend_file=/x.php', '-i'],
  ['php', '-d', 'extension=/x.so', '-i'],
  ['php', '-d', 'zend_extension=/x.so', '-i'],
  ['php', '-c', 'relative.ini', '-i'],
  ['php', '-r', 'echo 1;', '/x.php'],
  ['php', '-i', '-B', 'x'],
  ['php', '-l', 'x\0y'],
];

describe('the list of allowed commands', () => {
  it.each(allowed.map((line) => [line.join(' '), line] as const))('has %s', (_, [program, ...args]) => {
    expect(() => assertAllowed(program, args)).not.toThrow();
  });

  it.each(refused.map((line) => [line.join(' '), line] as const))('does not have %s', (_, [program, ...args]) => {
    expect(() => assertAllowed(program as AllowedProgram, args)).toThrow(
      expect.objectContaining({ name: 'LookFailed', gap: 'denied' }) as Error,
    );
  });
});
