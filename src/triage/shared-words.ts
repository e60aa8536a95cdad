/** The choices that patterns of one language share, parsed when one is first needed. */
import type { Language } from '../model.js';
import { parseChoices, type Shared } from './pattern.js';

export function sharedWords(words: Readonly<Record<string, string>>, language: Language): Shared {
  const parsed = new Map<string, ReturnType<Shared>>();
  return (name) => {
    let choices = parsed.get(name);
    if (!choices) {
      const source = words[name];
      if (source === undefined) throw new Error(`${language}: there are no words $${name}`);
      parsed.set(name, (choices = parseChoices(source.split('|'))));
    }
    return choices;
  };
}
