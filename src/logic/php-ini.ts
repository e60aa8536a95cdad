/** Values of PHP directives as ini_get gives them. */

/** PHP's own reading of a boolean directive: https://www.php.net/manual/en/configuration.file.php */
export function iniOn(value: string): boolean {
  return /^\s*(?:on|yes|true|0*[1-9]\d*)\s*$/i.test(value);
}
