/** The PHP that serves the site, as itself says where it can be asked, and as its files say where it cannot. */
import { defineProbe, LookFailed } from '../index.js';
import { askPhp, phpTargets, type Asked, type PhpTarget } from './php-ask.js';
import { readTrial, trialScript } from './php-script-trial.js';
import { readView, viewScript, type ViewSample } from './php-script-view.js';
import { withoutSessionSecrets } from './php-secrets.js';
import { staticPhpView } from './php-static.js';
import type { Fact, Host, InstallRoot, Look, PhpPool, PhpView, SessionTrial } from '../model.js';
import { phpFiles, phpListeners, scriptFiles, scriptGround } from './places.js';

/** A value that one polluted worker gives shows in some answers only. More would keep busy workers from visitors. */
const samples = 6;

/** This machine's clock is read in whole milliseconds: the true moment lies up to one later. */
const clockTickMs = 1;

type PhpLook = Look<never, 'install.root' | 'install.configuration' | 'php.pool' | 'site.url'>;

export default defineProbe({
  fact: 'php.web',
  vantage: 'web-php',
  title: "the web server's PHP",
  wants: ['install.root', 'install.configuration', 'php.pool', 'site.url'],
  budgetMs: 20_000,
  touches: [
    scriptGround,
    { kind: 'contact', what: 'the PHP-FPM socket of the site, up to seven times', covers: phpListeners },
    { kind: 'write', what: 'one temporary PHP script in a private folder outside the install, removed at once', covers: [...scriptFiles] },
    { kind: 'write', what: 'one PHP session of its own, destroyed at once', covers: ['<session folder>/**'] },
    { kind: 'write', what: 'with --web-probe: one randomly named script in the web root, removed at once', covers: [...scriptFiles] },
    {
      kind: 'read',
      what: 'php.ini, conf.d, the pool file, .user.ini and .htaccess',
      covers: [...phpFiles, '<install>', '<install>/**/.user.ini', '<install>/**/.htaccess', '<web root>/**'],
    },
  ],
  async observe(look, keep) {
    let refused: LookFailed | null = null;
    for (const target of phpTargets(look.options, {
      pool: look.want['php.pool'],
      root: look.want['install.root'],
      site: look.want['site.url'],
    })) {
      try {
        const live = await askView(look, target);
        keep(withoutSessionSecrets(live, look.host.vault));
        const view = { ...live, trial: await trySession(look, target, live) };
        return { value: withoutSessionSecrets(view, look.host.vault), source: target.where };
      } catch (error) {
        if (!(error instanceof LookFailed) || look.signal.aborted || !leavesAnotherWay(error, target)) throw error;
        refused ??= error;
      }
    }
    const view = await readFiles(look.host, look.want['php.pool'], look.want['install.root'], look.signal).catch((error: unknown) => {
      throw refused ?? error;
    });
    const source = Object.values(view.iniFrom)[0]?.replace(/:\d+$/, '') ?? 'configuration files of PHP';
    return { value: withoutSessionSecrets(view, look.host.vault), source, vantage: 'files' };
  },
});

/** A listener that is silent or answers nonsense is a failed look: its files would only hide that. A closed door leaves the files. */
function leavesAnotherWay(error: LookFailed, target: PhpTarget): boolean {
  return (
    target.way === 'web-probe' ||
    error.gap === 'denied' ||
    error.gap === 'absent' ||
    error.gap === 'unsupported' ||
    error.gap === 'disabled'
  );
}

async function readFiles(host: Host, pool: Fact<PhpPool>, root: Fact<InstallRoot>, signal: AbortSignal): Promise<PhpView> {
  return staticPhpView(host, { pool: pool.ok ? pool.value : null, root: root.ok ? root.value.path : null, signal });
}

async function askView(look: PhpLook, target: PhpTarget): Promise<PhpView> {
  const script = viewScript();
  const asked = await askPhp(target, script, samples, { host: look.host, signal: look.signal, timeoutMs: look.options.timeoutMs });
  const views = asked.map(({ answer }) => readView(answer));
  const [first] = views;
  if (first === undefined) throw new LookFailed('malformed', `${target.where} gave no answer`);
  const perFolder = target.way === 'fastcgi' ? await userIni(look, first) : { ini: {}, from: {} };
  return {
    ...first.view,
    way: target.way,
    ini: { ...first.ini, ...perFolder.ini },
    iniFrom: perFolder.from,
    clock: clockOf(asked, views),
    trial: null,
    alternating: differing(views),
    samples: views.length,
  };
}

/**
 * PHP reads .user.ini for scripts below the web root only, and the temporary script is not there: what these files set is added from disk.
 * https://www.php.net/manual/en/configuration.file.per-user.php
 */
async function userIni(look: PhpLook, live: ViewSample): Promise<{ ini: Record<string, string>; from: Record<string, string> }> {
  const ini: Record<string, string> = {};
  const from: Record<string, string> = {};
  const name = live.ini['user_ini.filename'] ?? '.user.ini';
  if (name === '') return { ini, from };
  try {
    const files = await readFiles(look.host, look.want['php.pool'], look.want['install.root'], look.signal);
    for (const [directive, where] of Object.entries(files.iniFrom)) {
      const value = files.ini[directive];
      if (value === undefined || !where.replace(/:\d+$/, '').endsWith(`/${name}`)) continue;
      ini[directive] = value;
      from[directive] = where;
    }
  } catch (error) {
    // Without the files the answers of PHP itself still stand.
    if (!(error instanceof LookFailed)) throw error;
  }
  return { ini, from };
}

/** PHP's clock minus this machine's: each answer brackets it, and all together narrow it. */
function clockOf(asked: readonly Asked[], views: readonly ViewSample[]): PhpView['clock'] {
  const bounds = views.flatMap((view, index) => {
    const one = asked[index];
    return view.nowMs === null || one === undefined
      ? []
      : [{ lowMs: view.nowMs - one.receivedAt - clockTickMs, highMs: view.nowMs - one.sentAt }];
  });
  const [first] = bounds;
  if (first === undefined) return null;
  const lowMs = Math.max(...bounds.map((bound) => bound.lowMs));
  const highMs = Math.min(...bounds.map((bound) => bound.highMs));
  // A clock that was set between two answers leaves no common interval.
  return lowMs <= highMs ? { lowMs, highMs } : first;
}

function differing(views: readonly ViewSample[]): PhpView['alternating'] {
  const directives = new Set(views.flatMap((view) => Object.keys(view.ini)));
  return [...directives].flatMap((directive) => {
    const values = [...new Set(views.flatMap((view) => view.ini[directive] ?? []))];
    return values.length > 1 ? [{ directive, values }] : [];
  });
}

/** null: not tried, because WHMCS keeps its sessions elsewhere, or the script could not be run a second time. */
async function trySession(look: PhpLook, target: PhpTarget, view: PhpView): Promise<SessionTrial | null> {
  const configuration = look.want['install.configuration'];
  if (configuration.ok && configuration.value.sessionHandling.state !== 'absent') return null;
  const ownIni = Object.keys(view.iniFrom).filter((name) => name === 'session.save_path' || name === 'session.save_handler');
  const script = trialScript(Object.fromEntries(ownIni.map((name) => [name, view.ini[name] ?? ''])));
  try {
    const [asked] = await askPhp(target, script, 1, { host: look.host, signal: look.signal, timeoutMs: look.options.timeoutMs });
    return asked ? readTrial(asked.answer, (text) => text) : null;
  } catch (error) {
    if (!(error instanceof LookFailed) || look.signal.aborted) throw error;
    // The same PHP has just answered: it is the session that keeps it waiting.
    if (error.gap !== 'timeout') return null;
    const seconds = Math.round(look.options.timeoutMs / 1000);
    return {
      started: false,
      persisted: false,
      errors: [`PHP gave no answer within ${seconds} s while it opened a session`],
      durationMs: look.options.timeoutMs,
    };
  }
}
