import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { folderSubject } from '../../src/logic/session-folder.js';
import { formatSeconds } from '../../src/logic/amounts.js';

/**
 * PHP's default of 1440 seconds is no finding, however short it is for an administrator: only what is below it is.
 * https://docs.whmcs.com/system/php/login-session-length
 */
export default defineCheck({
  id: 'session-lifetime-short',
  area: 'sessions',
  title: { pass: 'Idle sessions live long enough', fail: 'Idle sessions may be thrown away early' },
  causes: ['session-lifetime-short'],
  needs: ['sessions.store', 'operator.thresholds'],
  wants: ['sessions.cleaner'],
  judge({ 'sessions.store': store, 'operator.thresholds': limits, 'sessions.cleaner': cleaner }, see) {
    const least = limits.sessionLifetimeMs / 1000;
    const want = `at least ${formatSeconds(least)}`;
    const database = store.handler === 'database';
    const subject = database
      ? '$session_handling lifetime'
      : store.files
        ? folderSubject(store.files)
        : (store.remote?.address ?? store.handler);
    const eager =
      cleaner.ok && store.handler === 'files'
        ? cleaner.value.system.filter(
            (one) => one.active !== false && one.misses === null && one.afterSeconds !== null && one.afterSeconds < least,
          )
        : [];
    const own = store.lifetimeSeconds;
    if (own === null && eager.length === 0)
      return skip('the lifetime of sessions could not be seen from here; --fpm or --web-probe shows it', subject);
    const evidence =
      own === null
        ? []
        : [see('sessions.store', database ? 'Lifetime of $session_handling' : 'session.gc_maxlifetime', formatSeconds(own), { want })];
    const short = own !== null && own < least;
    if (!short && eager.length === 0) return pass(evidence);
    return warn({
      cause: 'session-lifetime-short',
      subject,
      confidence: store.way === 'static' && !database ? 'possible' : 'likely',
      title: titleOf(
        own,
        eager.map((one) => one.afterSeconds ?? Infinity),
      ),
      evidence: [
        ...evidence,
        ...eager.map((one) => see('sessions.cleaner', `Cleaner (${one.kind})`, after(one.afterSeconds ?? 0), { want, source: one.where })),
      ],
    });
  },
});

function titleOf(own: number | null, cleaners: readonly number[]): string {
  if (cleaners.includes(0)) return 'A cleaner throws sessions away, idle or not';
  return `Idle sessions may be thrown away after ${formatSeconds(Math.min(own ?? Infinity, ...cleaners))}`;
}

/** 0: a command that asks for no age. */
function after(seconds: number): string {
  return seconds === 0 ? 'takes whatever it finds' : formatSeconds(seconds);
}
