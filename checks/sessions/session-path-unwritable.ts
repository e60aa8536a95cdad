import { defineCheck, fail, pass, skip, unknown, warn, type See, type SessionFolder, type SessionTrial } from '../../src/index.js';
import { faultOfFolder, faultOfMessages, folderSubject } from '../../src/logic/session-folder.js';
import { folderFaultInLog, logLine } from '../../src/logic/session-log.js';
import { persistence } from '../../src/logic/session-persistence.js';

/** So long ago something that comes and goes (a full disk) may have been the last time. */
const minutesAgo = 15 * 60;

export default defineCheck({
  id: 'session-path-unwritable',
  area: 'sessions',
  title: { pass: 'PHP can write its sessions', fail: 'PHP cannot write its sessions' },
  causes: [
    'session-path-missing',
    'session-path-denied',
    'session-path-malformed',
    'session-path-read-only',
    'disk-full',
    'inodes-exhausted',
    'quota-exceeded',
  ],
  needs: ['sessions.store'],
  wants: ['http.sessions', 'logs.php'],
  judge({ 'sessions.store': store, 'http.sessions': visitor, 'logs.php': logs }, see) {
    if (store.handler !== 'files') return skip(`sessions are kept by the handler ${store.handler}, not in a folder`);
    const folder = store.files;
    if (!folder)
      return unknown('the folder of PHP’s sessions could not be determined', {
        settle: 'Name the PHP-FPM listener of the site with --fpm.',
      });
    const subject = folderSubject(folder);
    const place = see('sessions.store', 'Session folder', folder.path, { source: `session.save_path (${store.way})` });
    // The trial is PHP's own session: it overrules mode bits, ACLs and open_basedir, which is not asked for a path from php.ini.
    if (store.trial?.persisted) {
      const kept = [place, see('sessions.store', 'A session of its own', 'kept', { want: 'kept' })];
      // The first characters of an id say which subfolder PHP uses, and it makes none: the trial speaks for its own id alone.
      return folder.missingLevel === null
        ? pass(kept)
        : pass(kept, { note: `ids that belong into ${folder.missingLevel} are not kept: it is missing` });
    }
    const seen = visitor.ok ? persistence(visitor.value).state : 'unclear';
    const fault = (store.trial && faultOfMessages(store.trial.errors, folder)) ?? faultOfFolder(folder);
    if (!store.trial && seen === 'kept') {
      return pass([place, see('http.sessions', 'Session over several requests', 'kept', { want: 'kept' })], {
        ...(fault ? { note: `from the files alone it looks as if ${fault.why}, but a visitor’s session is kept` } : {}),
      });
    }
    if (fault) {
      return fail({
        cause: fault.cause,
        subject,
        confidence: store.trial || seen === 'lost' ? 'proved' : 'likely',
        evidence: [place, see('sessions.store', store.trial ? 'PHP says' : 'Seen', fault.why), ...room(folder, see)],
      });
    }
    if (store.trial)
      return unknown(`PHP’s own trial session failed: ${messages(store.trial)}`, { settle: 'Look up this message in PHP’s log.', subject });
    // Nobody saw a session being kept: what PHP said minutes ago counts more than what the folder looks like.
    const logged = folderFaultInLog(logs, minutesAgo);
    if (logged)
      return warn({
        cause: logged.cause,
        subject,
        confidence: 'likely',
        title: 'PHP could not write its sessions a short time ago',
        evidence: [place, logLine('logs.php', logged.hit, see), ...room(folder, see)],
      });
    if (folder.writable.verdict === 'yes') return pass([place, see('sessions.store', 'Writable', folder.writable.why)]);
    return unknown(`whether PHP may write into ${folder.path} could not be seen: ${folder.writable.why}`, {
      settle: 'Run as root, or name the PHP-FPM listener with --fpm, so that PHP can be asked.',
      subject,
    });
  },
});

function messages(trial: SessionTrial): string {
  return trial.errors.length === 0 ? 'what was written was gone, and PHP says nothing' : trial.errors.join('; ').slice(0, 300);
}

function room({ space }: SessionFolder, see: See<'sessions.store'>) {
  if (!space) return [];
  return [
    see('sessions.store', 'Bytes free', space.bytesFree, { source: space.mountPoint ?? '/' }),
    ...(space.inodesTotal > 0 ? [see('sessions.store', 'Inodes free', space.inodesFree, { source: space.mountPoint ?? '/' })] : []),
  ];
}
