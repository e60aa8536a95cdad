import {
  defineCheck,
  fail,
  pass,
  skip,
  unknown,
  warn,
  type SessionCleaner,
  type See,
  type SessionFiles,
  type SessionStore,
} from '../../src/index.js';
import { formatSeconds } from '../../src/logic/amounts.js';
import { unreadJudgement } from '../../src/logic/gap.js';
import {
  cleaningCause,
  defied,
  describeCleaner,
  describeDice,
  pilesUp,
  presumedCleaner,
  workingCleaner,
} from '../../src/logic/session-cleaning.js';
import { folderSubject } from '../../src/logic/session-folder.js';

export default defineCheck({
  id: 'sessions-not-cleaned',
  area: 'sessions',
  title: { pass: 'Old sessions do not pile up', fail: 'Old sessions are not removed' },
  causes: ['session-gc-disabled', 'session-cleaner-stopped', 'session-gc-depth', 'session-gc-path-uncovered', 'session-gc-unlistable'],
  needs: ['sessions.store', 'sessions.cleaner'],
  wants: ['sessions.files'],
  judge({ 'sessions.store': store, 'sessions.cleaner': cleaner, 'sessions.files': files }, see) {
    const life = store.lifetimeSeconds;
    const who = cleaners(cleaner, see);
    if (store.handler === 'database') return skip('sessions are kept in the database: see session-table-not-cleaned');
    if (store.handler !== 'files') return skip(`the handler ${store.handler} lets its sessions expire by itself`);
    if (store.files?.malformed === true) return skip('session.save_path is malformed, and nothing is kept: see session-path-unwritable');
    const works = workingCleaner(cleaner);
    const counted = files.ok ? count(files.value, life, see) : [];
    const idle = files.ok && life !== null ? defied(cleaner, files.value, store.files, life) : null;
    if (idle !== null) {
      const title = `Old sessions pile up, although ${idle.who} should remove them`;
      return warn({ cause: idle.cause, subject: folderOf(store), confidence: 'likely', title, evidence: [...counted, ...who] });
    }
    if (works !== null) return pass([...counted, ...who], { note: `removed by ${works}` });
    const piled = files.ok && life !== null && pilesUp(files.value, life);
    const presumed = presumedCleaner(cleaner);
    if (presumed && !piled) return pass([...counted, ...who], { note: `removed by ${presumed.kind} (${presumed.where})` });
    if (piled && cleaner.php.unseen === true)
      return unknown(`how often PHP cleans could not be seen: ${describeDice(cleaner.php)}`, {
        settle: 'Name the PHP-FPM listener of the site with --fpm, so that PHP can be asked.',
        subject: folderOf(store),
      });
    // What is old nobody can say then.
    if (files.ok && life === null)
      return unknown('how long PHP keeps sessions is set to what the running PHP alone knows, and no cleaner of this folder was found', {
        settle: 'Name the PHP-FPM listener of the site with --fpm, so that PHP can be asked.',
        subject: folderOf(store),
      });
    if (files.ok && !piled) return pass([...counted, ...who], { note: 'no cleaner covers this folder, but few old sessions are there' });
    // A cleaner may be set up where nobody could look; files that pile up show that it does not work.
    const unseen = piled ? null : unreadJudgement(cleaner.unread, folderOf(store));
    if (unseen) return unseen;
    const cause = cleaningCause(cleaner, store.files);
    // That nobody cleans is seen; who should have is not, where a file did not tell what it should.
    const isWhole = (cleaner.unread ?? []).every(({ beyond }) => beyond);
    return (piled ? fail : warn)({
      cause,
      subject: folderOf(store),
      confidence: piled && isWhole ? 'proved' : 'likely',
      evidence: [...counted, ...who],
    });
  },
});

function folderOf({ files, savePath }: SessionStore): string {
  return files ? folderSubject(files) : savePath;
}

function count(files: SessionFiles, life: number | null, see: See<'sessions.files'>) {
  const { stale, oldestSeconds: oldest } = files;
  const old = stale.low === stale.high ? stale.low : `${stale.low} to ${stale.high}`;
  return [
    see('sessions.files', 'Session files', files.complete ? files.counted : `at least ${files.counted}`),
    ...(life === null ? [] : [see('sessions.files', 'Past their lifetime', old, { want: 'few' })]),
    ...(oldest === null
      ? []
      : [see('sessions.files', 'Age of the oldest', formatSeconds(oldest), life === null ? {} : { want: `about ${formatSeconds(life)}` })]),
  ];
}

function cleaners({ php, system }: SessionCleaner, see: See<'sessions.cleaner'>) {
  return [
    see('sessions.cleaner', 'PHP’s own clean-up', describeDice(php), { source: 'session.gc_probability' }),
    ...system.map((one) => see('sessions.cleaner', `System’s cleaner (${one.kind})`, describeCleaner(one), { source: one.where })),
  ];
}
