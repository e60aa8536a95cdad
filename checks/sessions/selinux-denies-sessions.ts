import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { formatSeconds, timesOf } from '../../src/logic/amounts.js';
import { folderSubject } from '../../src/logic/session-folder.js';
import { persistence } from '../../src/logic/session-persistence.js';
import { deniedSessions } from '../../src/logic/selinux.js';

/** A denial older than this is from before a repair. */
const recentSeconds = 3600;

export default defineCheck({
  id: 'selinux-denies-sessions',
  area: 'sessions',
  title: { pass: 'SELinux lets PHP use its session folder', fail: 'SELinux keeps PHP from its session folder' },
  causes: ['selinux-denies-sessions'],
  needs: ['host.selinux', 'sessions.store'],
  wants: ['http.sessions'],
  judge({ 'host.selinux': selinux, 'sessions.store': store, 'http.sessions': visitor }, see) {
    const { files: folder, trial } = store;
    if (store.handler !== 'files' || !folder) return skip(`sessions are kept by the handler ${store.handler}, not in a folder`);
    const mode = see('host.selinux', 'SELinux', selinux.mode);
    if (selinux.mode !== 'enforcing') return pass([mode]);
    const seen = visitor.ok ? persistence(visitor.value).state : 'unclear';
    if (trial?.persisted === true || (trial === null && seen === 'kept')) return pass([mode], { note: 'a session was kept' });
    const refused = trial?.errors.some((error) => error.includes('Permission denied')) === true;
    const broken = refused || seen === 'lost';
    const allowed = folder.writable.verdict === 'yes';
    const denial = deniedSessions(selinux, folder.path).find(({ lastAgeSeconds }) => lastAgeSeconds < recentSeconds);
    const said = { cause: 'selinux-denies-sessions', subject: folderSubject(folder) } as const;
    if (denial) {
      const { permission, objectClass, name, sourceType, targetType, count, lastAgeSeconds } = denial;
      const what = `${permission} of ${objectClass} ${name ?? ''}: ${sourceType} to ${targetType}`;
      const line = see('host.selinux', `Denied (${timesOf(count)}, last ${formatSeconds(lastAgeSeconds)} ago)`, what, {
        want: 'nothing denied',
        source: '/var/log/audit/audit.log',
      });
      return (broken ? fail : warn)({ ...said, confidence: refused && allowed ? 'proved' : 'likely', evidence: [mode, line] });
    }
    if (refused && allowed && selinux.unread !== null) {
      const writable = see('sessions.store', 'Owner and mode', folder.writable.why);
      const php = see('sessions.store', 'PHP says', trial.errors.join('; ').slice(0, 300));
      return fail({ ...said, confidence: 'possible', evidence: [mode, writable, php] });
    }
    if (selinux.unread === null) return pass([mode], { note: 'nothing about the session folder was denied lately' });
    if (selinux.unreadBeyond) return skip(selinux.unread);
    return unknown(selinux.unread, { settle: 'Look with ausearch -m AVC -ts today, or in the kernel’s log.', subject: said.subject });
  },
});
