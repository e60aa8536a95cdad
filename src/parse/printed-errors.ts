/**
 * Messages that PHP printed into a page. With html_errors: `<br />\n<b>Warning</b>:  text in <b>file</b> on line <b>7</b><br />`; without:
 * `Warning: text in file on line 7` on a line of its own. php_error_cb() in PHP's main/main.c
 */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import type { PrintedError } from '../model.js';

const kinds = 'Fatal error|Recoverable fatal error|Parse error|Warning|Notice|Deprecated|Strict Standards';
const inHtml = new RegExp(`<b>(${kinds})</b>:[ ]{1,3}([^\\n]{1,2000}?) in <b>([^<>\\n]{1,512})</b> on line <b>(\\d{1,7})</b>`, 'i');
const inText = new RegExp(`^(?:PHP )?(${kinds}):[ ]{1,3}(\\S.{0,2000}?) in ((?:/|[A-Za-z]:\\\\)[^\\n]{1,512}?) on line (\\d{1,7})$`);

const longestPage = 1_048_576;
const longestLine = 4096;
const mostLines = 50_000;
const most = 10;

/** Each message once, in the order of the page, at most ten. */
export function printedErrors(html: string): readonly PrintedError[] {
  const found = new Map<string, PrintedError>();
  for (const line of html.slice(0, longestPage).split(/\r?\n/, mostLines)) {
    if (line.length > longestLine || !line.includes(' on line ')) continue;
    const match = inHtml.exec(line) ?? inText.exec(line.trimEnd());
    if (match === null) continue;
    const [, kind = '', message = '', file = '', number = ''] = match;
    const error = {
      kind: printable(kind, 40),
      message: printable(masked(unescaped(message.replace(/<[^<>]{0,300}>/g, ''))), 200),
      file: printable(unescaped(file), 200),
      line: Number(number),
    };
    found.set(`${error.kind}\n${error.message}\n${error.file}\n${error.line}`, error);
    if (found.size >= most) break;
  }
  return [...found.values()];
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#039;': "'", '&amp;': '&' };

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|amp|#039);/g, (entity) => entities[entity] ?? entity);
}
