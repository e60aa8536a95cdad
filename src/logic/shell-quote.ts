/** A text as one word of a command line. */
import { pipelineOrders, unprintable } from './unprintable.js';

/**
 * A subject comes from the examined machine: in a command to copy it must stay one word on one line, in whatever shell it is pasted. What a
 * terminal would not show is written as bash, zsh and ksh read it back: https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html
 * Other shells do not know that form: so no quote stands inside it that would end it there.
 */
export function shellQuote(text: string): string {
  if (text.search(unprintable) >= 0) return `$'${text.replace(inAnsiC, ansiC)}'`;
  if (/^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+=:,./-]*$/.test(text) && text.search(pipelineOrders) < 0) return text;
  // fish takes a backslash before a quote for an escape also inside of quotes: outside of them all shells take it so
  return `'${text.replace(/['\\]/g, "'\\$&'").replace(pipelineOrders, apart).replace(markup, apart)}'`;
}

/** What is not shown, and what means something to a shell or to a format. */
const inAnsiC = new RegExp(`${unprintable.source}|['\\\\!#:<\\]{]`, 'gu');

/** What formats would have to change: a tag of HTML (Nagios), a link and a place holder of SARIF. */
const markup = /<(?=[a-z/!?])|\](?=\()|\{(?=\d+\})/gi;

/** An end of the quotes and a new beginning change nothing for the shell. */
const apart = "$&''";

type Quotes = 'none' | 'single' | 'double' | 'ansi';

/** What ends the quotes that are open, and what begins them again. */
const around: Readonly<Record<Quotes, readonly [end: string, begin: string]>> = {
  none: ["$'", "'"],
  single: ["'$'", "''"],
  double: [`"$'`, `'"`],
  ansi: ['', ''],
};

/** The same command without a character beyond ASCII: each is written as its bytes. */
export function shellInAscii(command: string): string {
  if (/^[\u0000-\u007f]*$/.test(command)) return command;
  let quotes: Quotes = 'none';
  let shown = '';
  let escaped = false;
  let dollar = false;
  /** What is open around each parenthesis: in "$(…)" quotes begin anew. */
  const outside: Quotes[] = [];
  for (const [part] of command.matchAll(/[^\u0000-\u007f]+|[^]/gu)) {
    if (part > '\u007f') shown += around[quotes].join(ansiC(part));
    else {
      if (!escaped) {
        if (part === '(' && (quotes === 'none' || (quotes === 'double' && dollar))) {
          outside.push(quotes);
          quotes = 'none';
        } else if (part === ')' && quotes === 'none') quotes = outside.pop() ?? 'none';
        else quotes = quotesAfter(quotes, part, dollar);
      }
      shown += part;
    }
    dollar = !escaped && part === '$';
    escaped = !escaped && part === '\\' && quotes !== 'single';
  }
  return shown;
}

function quotesAfter(quotes: Quotes, character: string, dollar: boolean): Quotes {
  if (character === "'") {
    if (quotes === 'none') return dollar ? 'ansi' : 'single';
    return quotes === 'double' ? 'double' : 'none';
  }
  if (character !== '"') return quotes;
  return quotes === 'none' ? 'double' : quotes === 'double' ? 'none' : quotes;
}

/** Byte by byte, so that it does not depend on the terminal's locale. */
function ansiC(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
