/** Facts of the admin login page, of what the license binds to, and of what calls WHMCS from the command line. */

export interface LicenseFacts {
  'http.admin': AdminPage;
}

/** The admin area's log-in page as anybody gets it: <System URL><admin folder>/login.php. */
export interface AdminPage {
  readonly url: string;
  /** Name of the admin folder, and who says so. */
  readonly folder: string;
  readonly folderFrom: 'configuration.php' | 'default';
  readonly status: number;
  /** The log-in form is there. */
  readonly form: boolean;
  /** What stands there instead, or beside it. */
  readonly notice:
    | 'license-invalid'
    | 'license-suspended'
    | 'license-expired'
    | 'no-connection'
    | 'admin-path-not-configured'
    | 'maintenance'
    | 'banned'
    | null;
  /** The sentence that says so, at most 200 characters, without the license key. */
  readonly text: string | null;
  readonly challenge: boolean;
  /** As those of http.login. */
  readonly headers: Readonly<Record<string, string>>;
}
