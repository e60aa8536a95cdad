/** The version of WHMCS: what the database says, and what stands in the files. */
import { defineProbe } from '../index.js';
import { plainVersion } from '../parse/version-comment.js';

export default defineProbe({
  fact: 'install.version',
  vantage: 'files',
  title: 'the version of WHMCS',
  needs: ['install.root'],
  wants: ['database.settings'],
  budgetMs: 5000,
  touches: [],
  async observe({ have, want }) {
    const root = have['install.root'];
    const settings = want['database.settings'];
    const row = settings.ok ? settings.value.version : null;
    const database = row?.present ? row.value : null;
    const files = root.filesVersion;
    const fromDatabase = database === null ? null : plainVersion(database);
    return {
      value: { value: fromDatabase ?? (files === null ? null : plainVersion(files)), database, files },
      source: fromDatabase !== null ? 'tblconfiguration.Version' : `${root.path}/init.php`,
      vantage: fromDatabase !== null ? ('database' as const) : ('files' as const),
    };
  },
});
