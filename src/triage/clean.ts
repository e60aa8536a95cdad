/** What a person would read of a text: without markup, entities, escape sequences and invisible characters. Lines stay lines. */

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  reg: '®',
  trade: '™',
  copy: '©',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  ccedil: 'ç',
  atilde: 'ã',
};

/** Elements of HTML; anything else in angle brackets is a placeholder such as <DOMAIN>. */
const tag =
  /<\/?(?:a|abbr|b|blockquote|body|br|button|center|code|dd|div|dl|dt|em|font|form|h[1-6]|head|hr|html|i|img|input|kbd|label|li|link|meta|ol|option|p|pre|s|script|section|select|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|tt|u|ul)(?:\s[^<>]{0,1000})?\/?>/gi;

const escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\)/g;
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0f]/g;

/** Entities are decoded twice: what is copied out of a log or a database often went through two escapings. */
export function clean(text: string): string {
  let shown = text.replace(/\r\n?/g, '\n').replace(escapes, '').normalize('NFKC').replace(unseen, '');
  if (shown.includes('&')) shown = decoded(decoded(shown));
  if (/%[0-9a-f]{2}/i.test(shown)) shown = shown.replace(/[^\s"'<>]{0,2000}%[0-9a-f]{2}[^\s"'<>]{0,2000}/gi, fromAddress);
  if (shown.includes('<')) shown = shown.replace(tag, ' ');
  return shown.includes('\\u') || shown.includes('\\n') ? unescaped(shown) : shown;
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return named[name] ?? named[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    // a line break would move the lines after it
    return code < 32 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? ' ' : String.fromCodePoint(code);
  });
}

/** As in the query of an address: Can%27t+load. What is no UTF-8 stays. */
function fromAddress(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).replace(/\s/g, ' ');
  } catch {
    return text;
  }
}

/** As in JSON: \u0022, \n between words. */
function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => {
      const code = parseInt(hex, 16);
      return code < 32 || (code >= 0xd800 && code < 0xe000) ? ' ' : String.fromCharCode(code);
    })
    .replace(/\\[nrt](?=\s|["']|$)|(?<=[.!?,;:"'}\]])\\[nrt]/g, ' ');
}
