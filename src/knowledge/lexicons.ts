/** Every language that reports are read in. The sentences of the product are its own or its translators'; these words are ours. */
import type { Lexicon } from '../model.js';
import { en } from './lexicon/en.js';
import { es } from './lexicon/es.js';
import { it } from './lexicon/it.js';
import { pt } from './lexicon/pt.js';

export const lexicons: readonly Lexicon[] = [en, es, pt, it];
