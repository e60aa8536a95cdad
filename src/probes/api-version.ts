/** The version of WHMCS as its API tells it. */
import { defineProbe, LookFailed } from '../index.js';
import { plainVersion } from '../parse/version-comment.js';

export default defineProbe({
  fact: 'install.version',
  vantage: 'api',
  title: 'the version of WHMCS',
  wants: ['api.session', 'database.settings'],
  budgetMs: 1000,
  from: 'outside',
  touches: [],
  async observe({ want }) {
    const { 'api.session': session, 'database.settings': settings } = want;
    const row = settings.ok ? settings.value.version : null;
    const database = row?.present === true ? row.value : null;
    const told = session.ok ? session.value.version : null;
    const stored = database === null ? null : plainVersion(database);
    const value = stored ?? (told === null ? null : plainVersion(told.value));
    if (value !== null) {
      const source = stored !== null ? 'GetConfigurationValue, Version' : (told?.action ?? 'the API');
      return { value: { value, database, files: null }, source };
    }
    if (!session.ok) {
      const { gap, why, settle, beyond } = session;
      throw new LookFailed(gap, why, { ...(settle === undefined ? {} : { settle }), ...(beyond === undefined ? {} : { beyond }) });
    }
    throw new LookFailed(
      'denied',
      'no action that the API role allows tells the version: allow WhmcsDetails (before 8.0 GetAdminDetails)',
      {
        beyond: true,
      },
    );
  },
});
