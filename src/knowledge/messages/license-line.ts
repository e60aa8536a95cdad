/** Lines in which WHMCS speaks of its own license. Modules pass the same words on from cPanel, Softaculous and sellers of add-ons. */

/** What stands before an entry: times, and the brackets and channels of PHP-FPM and Apache. No bracket that is only a name. */
const head = String.raw`^\s*(?:\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d\S{0,32}\s+)?(?:\[(?=[^\]]{0,80}[\d:])[^\]]{0,80}\]\s*){0,6}(?:.{0,200}?\bPHP message: )?`;

/** Words that leave the text WHMCS's own: its name, its API, an exception of its own or one that says nothing of its origin. */
const words = String.raw`(?:(?:PHP|Fatal error|Uncaught|Error|WHMCS|Application|Local|Remote|API|Call|Failed|Licen[sc]e Check|with message|(?:\\?WHMCS\\[\w\\]{1,80}|\\?\w{0,40}Exception))[\s:.'"[\]-]+){0,8}`;

/** What a module throws carries its path. */
const ofModule = String.raw`(?!.{0,1000}? in \S{0,300}/modules/)`;

/** The entry begins with `text`, or only words of WHMCS's own stand before it. `text` is the source of a regular expression. */
export function ownLine(text: string): RegExp {
  return new RegExp(`${head}${ofModule}\\[?${words}(?:${text})`, 'i');
}
