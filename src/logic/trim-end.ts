/**
 * Taking characters off the end of a hostile text. `/x+$/` begins anew at every place of a long run of x in the middle of the text, which
 * takes time that grows with the square of its length.
 */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
