import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { isWithin } from '../../src/logic/session-path.js';

/** It works until the service is restarted, so only somebody who looks for log-outs is told. */
export default defineCheck({
  id: 'session-path-private-tmp',
  area: 'sessions',
  title: { pass: 'Sessions outlive a restart of PHP’s service', fail: 'Sessions end with each restart of PHP’s service' },
  causes: ['session-path-private-tmp'],
  needs: ['sessions.store', 'php.pool'],
  onlyWhenSelected: true,
  judge({ 'sessions.store': store, 'php.pool': pool }, see) {
    const folder = store.files;
    if (store.handler !== 'files' || !folder) return skip(`sessions are kept by the handler ${store.handler}, not in a folder`);
    const place = see('sessions.store', 'Session folder', folder.path, {
      want: 'outside /tmp',
      source: `session.save_path (${store.way})`,
    });
    if (!['/tmp', '/var/tmp'].some((temporary) => isWithin(folder.path, temporary))) return pass([place]);
    if (pool.privateTmp === null)
      return skip('whether PHP’s service has a private /tmp could not be seen: systemctl show -p PrivateTmp tells it');
    const own = see('php.pool', 'PrivateTmp', pool.privateTmp ? 'yes' : 'no', { want: 'no' });
    if (!pool.privateTmp) return pass([place, own]);
    return warn({ cause: 'session-path-private-tmp', subject: folder.path, confidence: 'possible', evidence: [place, own] });
  },
});
