/** The version that WHMCS writes into the comment at the top of init.php and cart.php. */

/** "8.11.2-release.1", out of the first comments only: a number in the code below is not the version. null: none. */
export function whmcsVersionIn(head: string): string | null {
  for (const [comment] of head.matchAll(/\/\*[\s\S]{0,4096}?\*\/|(?:\/\/|#)[^\n]{0,500}/g)) {
    const found = /\bversion\b[^\d\n]{0,40}(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?(?:[-+][A-Za-z]+(?:\.\d{1,4})?)?)/i.exec(comment)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}

/** "8.11.2" of "8.11.2-release.1"; null: not a version. */
export function plainVersion(version: string): string | null {
  return /^\s*(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)(?![\d.])/.exec(version)?.[1] ?? null;
}
