/** Which PHP script a command line runs, and whether a script uses WHMCS: for what calls it outside the web. */

const phpProgram = /(?:^|\/)(?:ea-|alt-|ls)?php(?:-cli|-cgi)?[\d.]*(?:-cli)?$/;
/** Options of php that take the next word. https://www.php.net/manual/en/features.commandline.options.php */
const withValue: ReadonlySet<string> = new Set(['-c', '-d', '-z', '-t', '-S']);

/** The script of `php [options] script [arguments]`, or a script that is run by its own name; null: no PHP script. As written. */
export function scriptOf(words: readonly string[]): string | null {
  const php = words.findIndex((word) => phpProgram.test(word));
  if (php < 0) {
    const own = words.find((word) => !/^\w+=/.test(word));
    return own !== undefined && /^\/.*\.(?:php|phar)$/.test(own) ? own : null;
  }
  for (let i = php + 1; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '-r' || word === '-B' || word === '-R' || word === '-i' || word === '-v') return null;
    if (word === '-f' || word === '--file') return words[i + 1] ?? null;
    if (withValue.has(word)) i++;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

/** WHMCS's own cron scripts, wherever their folder was moved: https://docs.whmcs.com/Crons */
const own = /(?:^|\/)(?:cron|pop|domainsync|config)\.php$/;

export function isOwnCron(script: string, install: readonly string[]): boolean {
  return own.test(script) || install.some((root) => script.startsWith(`${root}/crons/`));
}

/**
 * What in a script's text calls WHMCS; null: nothing does. `install` are the folders of this install: init.php is a name that other programs
 * use too, so a script that lies elsewhere must name one of them.
 */
export function whmcsCallIn(text: string, script: string, install: readonly string[]): 'init.php' | 'localAPI' | null {
  if (/\blocalAPI\s{0,5}\(/i.test(text)) return 'localAPI';
  if (!/\b(?:require|include)(?:_once)?\b[^;\n]{0,300}\binit\.php['"]/i.test(text)) return null;
  const about = install.some((root) => script.startsWith(`${root}/`) || text.includes(`${root}/`)) || /\bWHMCS\b/.test(text);
  return about ? 'init.php' : null;
}
