/** Letters without what people leave out or write in another way: case, accents, points, ligatures. Texts and patterns are folded alike. */

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  // Arabic: the seat of a hamza, the feminine ending, the two forms of ya and kaf
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ـ: '',
};
const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/** One word, folded. Cyrillic keeps its short i; every other combining mark goes. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  // most words
  if (/^[a-z0-9_]*$/.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/(?<!и)\p{M}+/gu, '')
    .normalize('NFC')
    .replace(special, (letter) => letters[letter] ?? letter);
}
