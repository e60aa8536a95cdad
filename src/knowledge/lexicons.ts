/** Every language that reports are read in. The sentences of the product are its own or its translators'; these words are ours. */
import type { Lexicon } from '../model.js';
import { ar } from './lexicon/ar.js';
import { de } from './lexicon/de.js';
import { en } from './lexicon/en.js';
import { es } from './lexicon/es.js';
import { fr } from './lexicon/fr.js';
import { he } from './lexicon/he.js';
import { id } from './lexicon/id.js';
import { it } from './lexicon/it.js';
import { nl } from './lexicon/nl.js';
import { pl } from './lexicon/pl.js';
import { pt } from './lexicon/pt.js';
import { ru } from './lexicon/ru.js';
import { tr } from './lexicon/tr.js';
import { vi } from './lexicon/vi.js';
import { zh } from './lexicon/zh.js';

export const lexicons: readonly Lexicon[] = [en, ar, de, es, fr, he, id, it, nl, pl, pt, ru, tr, vi, zh];
