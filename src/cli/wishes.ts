/** What is to be looked at, and how: every target with its settings, before anything is looked at. */
import type { TriageResult } from '../model.js';
import { NotThere, Quit, status } from './exit.js';
import { settingsFor, withoutSecrets, type Given, type Settings } from './options.js';
import { say } from './output.js';
import type { TargetOutcome } from './outputs.js';
import { selectionOf, type AcceptedFiles } from './policy.js';
import { loadPlugins } from './plugins.js';
import { loadExpertise } from './program.js';
import { seal } from './seal.js';
import { sayIdle } from './target-options.js';
import { targetOf, type Target } from './targets.js';

export interface Wish {
  readonly target: Target;
  readonly settings: Settings;
}

/** A text that stands for no target. */
export type Refused = Exclude<TargetOutcome, { readonly is: 'report' }>;

/** A mistake in the command line or a file ends the run: throws Quit. Among several targets a text that stands for none costs only itself. */
export async function wishesFor(
  texts: readonly string[],
  given: Given,
  described: TriageResult | null,
  accepted: AcceptedFiles,
): Promise<readonly (Wish | Refused)[]> {
  const read = await Promise.all(texts.map((text) => wishFor(text, texts.length > 1, given, described)));
  const wishes: (Wish | Refused)[] = [];
  for (const wish of read) {
    if ('is' in wish) {
      wishes.push(wish);
      continue;
    }
    const expertise = await loadExpertise(await loadPlugins(wish.settings));
    selectionOf(expertise, wish.settings, given);
    sayIdle(wish.target, given);
    wishes.push({ ...wish, settings: await accepted.settings(wish.settings, expertise) });
  }
  return withoutTwins(wishes);
}

/** What was typed in two ways, with another password in the address: two reports of one name could not be told apart. */
function withoutTwins(wishes: readonly (Wish | Refused)[]): readonly (Wish | Refused)[] {
  const byName = new Map<string, Wish | Refused>();
  for (const wish of wishes) {
    const name = 'is' in wish ? wish.target : wish.target.text;
    if (!byName.has(name)) byName.set(name, wish);
  }
  return [...byName.values()];
}

async function wishFor(text: string, among: boolean, given: Given, described: TriageResult | null): Promise<Wish | Refused> {
  const target = await targetOf(text).catch((error: unknown) => {
    if (among && error instanceof Quit) return refused(withoutSecrets(text), error);
    throw error;
  });
  return 'is' in target ? target : { target, settings: await settingsFor(target.text, given, described) };
}

/** `saying`: at once, on standard error. */
export function refused(target: string, error: unknown, saying = true): Refused {
  const known = error instanceof Quit;
  const message = seal(
    known ? error.message : `this is a bug, please report it: ${error instanceof Error ? error.message : String(error)}`,
  );
  if (saying) say(`${target}: ${message}`);
  return { is: error instanceof NotThere ? 'absent' : 'unusable', target, message, exitCode: known ? error.code : status.bug };
}
