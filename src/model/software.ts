/** Facts of the versions of PHP and ionCube that the files ask for. */

export interface SoftwareFacts {
  'software.encoding': Encoding;
}

/** How WHMCS's files are encoded, from the plain text at the top of init.php. */
export interface Encoding {
  readonly file: string;
  /** The text at the top names ionCube: without its Loader PHP cannot run the file. */
  readonly ionCube: boolean;
}

/** What a page says that PHP printed instead of WHMCS. */
export type SiteError =
  | { readonly is: 'ioncube-missing' }
  | { readonly is: 'ioncube-too-old' }
  /** Versions as the message names them: "7.2". */
  | { readonly is: 'ioncube-wrong-php'; readonly encodedFor: string; readonly running: string }
  /** Database and files are of different versions: "Down for Maintenance (Err2)". */
  | { readonly is: 'version-mismatch' };
