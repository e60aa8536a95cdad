/** What of the install’s extensions may be behind a fault of sessions: evidence only, and never a finding of its own. */
import type { Evidence, Extensions, Fact, See } from '../model.js';
import { formatSeconds } from './amounts.js';

const named = 2;
/** What has been there for longer than this is no news. */
const newsSeconds = 90 * 86_400;

/** The parts that changed last, and hooks that handle sessions or cookies. */
export function changedLast(extensions: Fact<Extensions>, see: See<'install.extensions'>): readonly Evidence[] {
  if (!extensions.ok) return [];
  const changed = extensions.value.changed.filter(({ ageSeconds }) => ageSeconds < newsSeconds);
  return [
    ...changed
      .slice(0, named)
      .map(({ path, ageSeconds, kind, at }) =>
        see('install.extensions', 'Changed last', `${path} (${kind}), ${formatSeconds(ageSeconds)} ago`, { source: at }),
      ),
    ...handlers(extensions.value)
      .slice(0, named)
      .map(({ path, mentions }) =>
        see('install.extensions', 'Handles sessions or cookies', mentions.slice(0, 4).join(', '), { source: path }),
      ),
  ];
}

function handlers({ scripts }: Extensions): Extensions['scripts'] {
  return scripts.filter(({ mentions }) => mentions.some((name) => /^(?:session|setcookie|setrawcookie|Set-Cookie)/.test(name)));
}
