/** Facts of time zones and cron on a healthy machine in UTC; each test says what differs. */
import type { CronCommand, CronState, PhpCli, SystemZone, ZoneSetter } from '../../src/model.js';
import { phpView } from './php-view.js';

/** A Sunday in winter, 12:00 UTC. */
export const now = Date.UTC(2026, 0, 18, 12);

export function phpCli(differs: Partial<PhpCli> = {}): PhpCli {
  return {
    ...phpView(),
    way: 'cli',
    sapi: 'cli',
    binary: '/usr/bin/php',
    foundBy: 'crontab',
    crontab: '/var/spool/cron/crontabs/acme:1',
    ...differs,
  };
}

export function systemZone(...setters: readonly ZoneSetter[]): SystemZone {
  return { operatingSystem: { name: 'Etc/UTC', source: '/etc/localtime' }, setters, unread: [] };
}

export function setter(differs: Partial<ZoneSetter> = {}): ZoneSetter {
  return { file: '/srv/billing/includes/hooks/a.php', line: 3, place: 'hook', zone: 'Asia/Tokyo', scope: 'always', ...differs };
}

export function command(differs: Partial<CronCommand> = {}): CronCommand {
  return {
    where: '/var/spool/cron/crontabs/acme:1',
    runsAs: 'acme',
    php: '/usr/bin/php',
    phpExists: true,
    script: '/srv/billing/crons/cron.php',
    leadsTo: 'this',
    whmcsPath: null,
    ...differs,
  };
}

export function cronState(differs: Partial<CronState> = {}): CronState {
  return { commands: [command()], daemon: true, runs: [], dailyHour: null, log: null, ...differs };
}

export const daily = (at: string) => ({ what: 'daily', at, source: 'tblconfiguration.lastDailyCronInvocationTime' }) as const;
export const any = (at: string) => ({ what: 'any', at, source: 'tblconfiguration.lastCronInvocationTime' }) as const;
