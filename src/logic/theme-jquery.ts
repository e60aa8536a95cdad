/** Which jQuery the provider buttons of a page use: the one that was loaded last, for each replaces the one before. */
import type { FetchedScript, LintedPage, PageScript, ScriptFeatures } from '../model.js';

export interface EffectiveJquery {
  /** null: its version cannot be told. */
  readonly version: string | null;
  readonly slim: boolean;
  /** Its script. */
  readonly source: string;
}

export interface JqueryOnPage {
  /** null: no script of the page is known to bring jQuery. */
  readonly effective: EffectiveJquery | null;
  readonly migrate: boolean;
  /** A script that loads whenever it likes brings a jQuery too: then nobody can tell which one is in force. */
  readonly uncertain: boolean;
}

export function jqueryOn(page: LintedPage, fetched: readonly FetchedScript[]): JqueryOnPage {
  const features = new Map(fetched.map((script) => [script.src, script.features]));
  const inOrder = [...page.scripts.filter(({ when }) => when === 'now'), ...page.scripts.filter(({ when }) => when === 'deferred')];
  const stack: EffectiveJquery[] = [];
  let migrate = false;
  for (const script of inOrder) {
    const of = script.src === null ? null : (features.get(script.src) ?? null);
    const brought = broughtBy(script, of);
    if (brought !== null) stack.push(brought);
    // A new jQuery lacks what was added to the one before.
    if (brought !== null) migrate = false;
    if (script.migrate || of?.migrate === true) migrate = true;
    if (script.restoresJquery) stack.pop();
  }
  const uncertain = page.scripts.some(
    (script) => script.when === 'async' && script.src !== null && broughtBy(script, features.get(script.src) ?? null) !== null,
  );
  return { effective: stack.at(-1) ?? null, migrate, uncertain };
}

function broughtBy(script: PageScript, features: ScriptFeatures | null): EffectiveJquery | null {
  if (script.src === null) return null;
  const inside = features?.jquery.at(-1);
  if (inside !== undefined) return { version: inside, slim: features?.slim === true, source: script.src };
  return script.jquery === null ? null : { version: script.jquery.version, slim: script.jquery.slim, source: script.src };
}

/** jQuery 3.0 took jqXHR.error() away, and slim builds have no ajax at all: https://jquery.com/upgrade-guide/3.0/ */
export function lacksAjaxError({ version, slim }: Pick<EffectiveJquery, 'version' | 'slim'>): boolean {
  const major = version === null ? null : Number(version.split('.')[0]);
  return slim || (major !== null && major >= 3);
}
