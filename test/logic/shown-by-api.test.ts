import { expect, it } from 'vitest';
import { sourceSeen } from '../../src/logic/shown-by-api.js';
import type { Vantage } from '../../src/model.js';

const own = 'GetAdminDetails';

it.each<[Vantage, string, string]>([
  ['database', 'tblconfiguration.SystemURL', 'tblconfiguration.SystemURL'],
  ['files', 'configuration.php', 'configuration.php'],
  ['api', 'tblconfiguration.SystemURL', 'GetConfigurationValue, SystemURL'],
  ['api', 'tblconfiguration.a', 'GetConfigurationValue, a'],
  ['api', 'tblconfiguration.SystemURL, twice', own],
  ['api', 'tblconfiguration.', own],
  ['api', 'tblconfiguration', own],
  ['api', 'xtblconfiguration.SystemURL', 'xtblconfiguration.SystemURL'],
  ['api', 'tbladmins.password', own],
  ['api', 'tbladmin_log.ip', own],
  ['api', 'tbl', 'tbl'],
  ['api', 'tblA.b', 'tblA.b'],
  ['api', 'tbladminsX', 'tbladminsX'],
  ['api', 'see tbladmins.password', 'see tbladmins.password'],
  ['api', 'configuration.php', 'configuration.php'],
])('%s: %s was seen at %s', (vantage, source, seen) => {
  expect(sourceSeen(vantage, source, own)).toBe(seen);
});
