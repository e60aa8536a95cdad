/**
 * Markup that is safe by construction: html`<p>${text}</p>` makes every text harmless before it becomes part of the page. Where a text may
 * stand is decided from the template alone: between tags and inside double quotes; an address only from `Address`; anywhere else it throws.
 */
import { plain } from '../plain-text.js';
import { Address } from './address.js';

export class Markup {
  constructor(readonly text: string) {}
}

/** An attribute without a value, or nothing. */
export class Flag {
  private constructor(readonly text: '' | ' open') {}
  static open(on: boolean): Flag {
    return new Flag(on ? ' open' : '');
  }
}

export type Piece = string | number | Markup | Address | Flag | readonly Piece[] | null | undefined;

export const nothing = new Markup('');

export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const { texts, places } = templateOf(strings);
  let text = texts[0] ?? '';
  for (let index = 0; index < pieces.length; index++)
    text += rendered(pieces[index], places[index] ?? 'nowhere') + (texts[index + 1] ?? '');
  return new Markup(text);
}

/** Most texts are of these characters alone, and nothing is to be done; two colons or number signs may be an order (see `plain`). */
const ordinary = /^(?!.*(?:::|##))[\w !#$%()*+,./:;=?@[\\\]^{|}~-]*$/;

/** Text as it stands between tags and inside quotes: nothing of it is markup, and what cannot be seen becomes visible. */
export function escaped(text: string): string {
  if (ordinary.test(text)) return text;
  const shown = plain(text);
  return /[&<>"'`]/.test(shown) ? shown.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`) : shown;
}

function rendered(piece: Piece, place: Place): string {
  if (place === 'text') {
    // nearly all of them
    if (typeof piece === 'string') return escaped(piece);
    if (piece instanceof Markup) return piece.text;
  }
  if (piece === null || piece === undefined) return place === 'address' ? refused(place) : '';
  if (piece instanceof Address) return place === 'address' ? escaped(piece.text) : refused(place);
  if (piece instanceof Flag) return place === 'tag' ? piece.text : refused(place);
  if (place === 'address' || place === 'tag' || place === 'nowhere') return refused(place);
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  if (place === 'attribute') return refused(place);
  if (piece instanceof Markup) return piece.text;
  let text = '';
  for (const each of piece) text += rendered(each, place);
  return text;
}

function refused(place: Place): never {
  throw new TypeError(`this may not stand here: ${place}`);
}

type Place = 'text' | 'attribute' | 'address' | 'tag' | 'nowhere';

interface Template {
  /** Without the indentation of the source. */
  readonly texts: readonly string[];
  /** For each gap where it is. */
  readonly places: readonly Place[];
}

/** As many as there are templates in the source. */
const known = new Map<TemplateStringsArray, Template>();

function templateOf(strings: TemplateStringsArray): Template {
  const before = known.get(strings);
  if (before) return before;
  const template = { texts: strings.map((text) => text.replace(/\s*\n\s*/g, '\n')), places: placesOf(strings) };
  known.set(strings, template);
  return template;
}

function placesOf(strings: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  let state: 'text' | 'tag' | 'quoted' = 'text';
  let name = '';
  for (const string of strings) {
    for (const [character] of string.matchAll(/[^]/gu)) {
      if (state === 'text') state = character === '<' ? 'tag' : 'text';
      else if (state === 'tag') {
        if (character === '>') state = 'text';
        else if (character === '"') state = 'quoted';
        else name = /[\w-]/.test(character) ? name + character : character === '=' ? name : '';
      } else if (character === '"') [state, name] = ['tag', ''];
    }
    places.push(placeOf(state, string, name));
  }
  return places;
}

function placeOf(state: 'text' | 'tag' | 'quoted', string: string, name: string): Place {
  if (state === 'text') return 'text';
  if (state === 'tag') return /[\w"]$/.test(string) ? 'tag' : 'nowhere';
  if (/^(?:on|style$|srcdoc$)/i.test(name)) return 'nowhere';
  return /^(?:href|src|action|formaction)$/i.test(name) ? (string.endsWith('="') ? 'address' : 'nowhere') : 'attribute';
}
