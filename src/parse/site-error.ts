/**
 * What stands in place of a page when PHP cannot run WHMCS's encoded files, or WHMCS refuses to run with another version's database. The
 * encoded files print the first by themselves; ionCube's Loader prints the others. https://www.ioncube.com/faqs/loader.php
 */
import type { SiteError } from '../model.js';

/** Such pages are short; a page of WHMCS is longer than what is looked at. */
const longest = 20_000;

export function siteErrorIn(html: string): SiteError | null {
  const text = html
    .slice(0, longest)
    .replace(/<[^<>]{0,300}>/g, '')
    .replace(/&nbsp;|\s/g, ' ')
    .replace(/ {2,}/g, ' ');
  const other = /encoded by the ionCube Encoder for PHP (\d\.\d{1,2})(?!\d)[^]{0,60}?cannot run under PHP (\d\.\d{1,2})(?!\d)/i.exec(text);
  if (other?.[1] !== undefined && other[2] !== undefined) return { is: 'ioncube-wrong-php', encodedFor: other[1], running: other[2] };
  if (
    /cannot be decoded by this version of the ionCube Loader|requires (?:a newer|an updated) (?:version of the )?ionCube (?:PHP )?Loader/i.test(
      text,
    )
  )
    return { is: 'ioncube-too-old' };
  if (/Site error: [^]{0,600}?ionCube (?:PHP )?Loader[^]{0,200}?(?:to be|be) installed|requires the ionCube PHP Loader/i.test(text))
    return { is: 'ioncube-missing' };
  if (/Down for Maintenance \(Err2\)|Database version '[\w.+-]{1,40}' does not match file version '[\w.+-]{1,40}'/i.test(text))
    return { is: 'version-mismatch' };
  return null;
}
