/** What the checks of the license's validity see of an install on which nothing is wrong. */
import type {
  AdminPage,
  CliCallers,
  InstallConfiguration,
  LicenseContext,
  LogEvidence,
  LogHit,
  PhpCli,
  ServerVariable,
} from '../../../src/model.js';
import { licenseKeyShape } from '../../../src/logic/license-key.js';
import { phpView } from '../../support/php-view.js';

export function variable(value: string | null, more: Partial<ServerVariable> = {}): ServerVariable {
  return { value, follows: null, where: '/etc/nginx/fastcgi_params:21', replaces: null, written: false, ...more };
}

export function context(more: Partial<LicenseContext> = {}): LicenseContext {
  return {
    seenBy: 'configuration',
    serverName: variable('billing.test'),
    serverAddress: variable('203.0.113.5'),
    addressClass: 'public',
    siteHost: 'billing.test',
    container: false,
    directory: { path: '/srv/whmcs', real: '/srv/whmcs' },
    cronPath: null,
    overrides: [],
    ...more,
  };
}

export function admin(more: Partial<AdminPage> = {}): AdminPage {
  return {
    url: 'https://billing.test/admin/login.php',
    folder: 'admin',
    folderFrom: 'default',
    status: 200,
    form: true,
    notice: null,
    text: null,
    challenge: false,
    headers: {},
    ...more,
  };
}

export const shows = (notice: AdminPage['notice'], text = 'License Invalid'): AdminPage => admin({ form: false, notice, text });
export const closed = admin({ form: false, status: 403 });

export function hit(message: string, more: Partial<LogHit> = {}): LogHit {
  const last = '2026-10-04T10:00:00Z';
  return {
    message,
    source: 'tblactivitylog',
    count: 3,
    first: last,
    last,
    lastAgeSeconds: 3600,
    sample: 'Your license key is invalid',
    ...more,
  };
}

export const logs = (...hits: readonly LogHit[]): LogEvidence => ({ logs: [], hits });

export function configuration(key: string | null | 'dynamic', more: Partial<InstallConfiguration> = {}): InstallConfiguration {
  const license =
    key === 'dynamic'
      ? ({ state: 'dynamic', why: 'it comes from a function call', line: 2 } as const)
      : key === null
        ? ({ state: 'absent' } as const)
        : ({ state: 'set', value: { secret: 0, present: key !== '', shape: '' }, line: 2 } as const);
  const shape = key === null || key === 'dynamic' || key === '' ? {} : { licenseShape: licenseKeyShape(key) };
  const known: Pick<InstallConfiguration, 'path' | 'mode' | 'ownerUid' | 'ownerGid' | 'license'> = {
    path: '/srv/whmcs/configuration.php',
    mode: '0400',
    ownerUid: 1000,
    ownerGid: 1000,
    license,
  };
  // no other part of the file is looked at by these checks
  return { ...known, ...shape, ...more } as InstallConfiguration;
}

export function callers(...found: CliCallers['callers']): CliCallers {
  return { callers: found, looked: found.length, unread: [] };
}

export const worker = { script: '/srv/tools/mark.php', by: 'crontab', where: 'crontab of acme:2', calls: 'localAPI' } as const;

export function cli(extensions: readonly string[]): PhpCli {
  return { ...phpView({ way: 'cli', extensions }), binary: '/usr/bin/php', foundBy: 'path', crontab: null };
}
