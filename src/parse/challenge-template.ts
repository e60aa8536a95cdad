/** What decides about the page that asks for a second factor: a theme's parent, and whether the page prints what the module gives it. */

/** `config: parent:` of a theme.yaml; null: it has none. https://developers.whmcs.com/themes/child-themes/ */
export function parentTheme(yaml: string): string | null {
  const name = /^[ \t]{1,20}parent[ \t]{0,9}:[ \t]{0,9}["']?([\w-][\w.-]{0,63})["']?[ \t]{0,99}(?:#.{0,500})?\r?$/m.exec(yaml)?.[1];
  return name ?? null;
}

/** Whether the Smarty template prints {$challenge}, itself or, for all that can be seen here, in a file that it includes. */
export function printsChallenge(template: string): boolean {
  const code = withoutComments(template);
  return /\{\s{0,20}\$challenge\b/.test(code) || /\{\s{0,20}include\b/.test(code);
}

/** Without {* … *}; an unclosed one reaches to the end. */
function withoutComments(template: string): string {
  const pieces: string[] = [];
  let at = 0;
  for (;;) {
    const from = template.indexOf('{*', at);
    if (from < 0) return [...pieces, template.slice(at)].join('');
    pieces.push(template.slice(at, from));
    const to = template.indexOf('*}', from + 2);
    if (to < 0) return pieces.join('');
    at = to + 2;
  }
}
