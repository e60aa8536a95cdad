/**
 * Which globals an inline script uses at once, while the page is being read: what stands inside a function or behind a condition runs later or
 * not at all, and is left out. A scanner, no parser: where it is in doubt it says nothing.
 */

const watched: ReadonlySet<string> = new Set(['jQuery', '$', 'WHMCS']);
const longest = 50_000;

export function usedAtOnce(text: string): readonly string[] {
  // Whoever asks whether it is there does not fail where it is not.
  if (text.length > longest || /\btypeof\s+(?:jQuery|WHMCS|\$)|\bwindow\.(?:jQuery|WHMCS|\$)|\btry\b/.test(text)) return [];
  const found = new Set<string>();
  // What is never closed goes on to the end: each letter is read once.
  const token =
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*(?:"|$|(?=\n))|'(?:[^'\\\n]|\\[\s\S])*(?:'|$|(?=\n))|`(?:[^`\\]|\\[\s\S])*(?:`|$)|[A-Za-z_$][\w$]*|=>|[{}();.,=]/g;
  let depth = 0;
  let before = '';
  let two = '';
  // An arrow function without braces runs later too, up to the end of its statement.
  let later = false;
  for (const match of text.matchAll(token)) {
    const [word] = match;
    if (/^(?:\/[/*]|["'`])/.test(word)) {
      if (!word.startsWith('/')) [two, before] = [before, 'text'];
      continue;
    }
    if (word === '{') depth++;
    else if (word === '}') depth = Math.max(0, depth - 1);
    else if (word === '=>') later = true;
    else if (word === ';' && depth === 0) later = false;
    else if (watched.has(word) && depth === 0 && !later && before !== '.' && before !== 'function') {
      const next = text.slice(match.index + word.length, match.index + word.length + 20).trimStart()[0];
      const called = next === '(' || (next === '.' && word !== '$');
      const passed = next === ')' && before === '(' && (two === '}' || two === ')');
      if (called || passed) found.add(word);
    }
    [two, before] = [before, word];
  }
  return [...found].sort();
}
