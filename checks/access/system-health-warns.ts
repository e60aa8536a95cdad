/**
 * What WHMCS's own System Health warns of, as far as it concerns logging in and the mails of it. It sees less than the checks here and is no
 * proof; what it says of other matters is no finding.
 */
import { defineCheck, fail, pass, unknown, warn } from '../../src/index.js';
import { healthCauses, toldByHealth } from '../../src/knowledge/system-health.js';

const most = 10;

export default defineCheck({
  id: 'system-health-warns',
  area: 'access',
  title: {
    pass: 'WHMCS’s own System Health warns of nothing that keeps people from logging in',
    fail: 'WHMCS’s own System Health warns',
  },
  causes: healthCauses,
  needs: ['api.health'],
  witness: true,
  judge({ 'api.health': { entries, truncated } }, see) {
    const bad = entries.filter(({ severity }) => severity !== 'success');
    const found = bad.flatMap((entry) => {
      const told = toldByHealth(entry.text);
      if (told === null) return [];
      const evidence = [see('api.health', entry.name, entry.text, { source: 'GetHealthStatus' })];
      const title = `WHMCS’s own System Health warns: ${told.title}`;
      return [(told.stops ? fail : warn)({ cause: told.cause, subject: told.title, confidence: 'likely', title, evidence })];
    });
    if (found.length > 0) return found.slice(0, most);
    const unclear = bad.filter(({ severity }) => severity === 'other');
    if (unclear.length > 0)
      return unknown(`${unclear.length} of ${entries.length} entries of GetHealthStatus have a severity that is not known, or no text`, {
        settle: 'Open System Health in the admin area.',
      });
    if (truncated)
      return unknown('the answer to GetHealthStatus holds more entries than are read', { settle: 'Open System Health in the admin area.' });
    const names = bad.slice(0, 5).map(({ name }) => name);
    const rest = bad.length > names.length ? `, and ${bad.length - names.length} more` : '';
    return pass(
      [see('api.health', 'Health checks', entries.length, { source: 'GetHealthStatus' })],
      names.length === 0 ? {} : { note: `it warns of matters that logging in does not need: ${names.join(', ')}${rest}` },
    );
  },
});
