/** Facts of the admin area and the routes as the web server answers them. */

export interface AdminAreaFacts {
  'http.routes': RouteAnswers;
  'install.routing': InstallRouting;
  'install.admin-folder': AdminFolder;
}

/** `basic`: /index.php?rp=/login, `index`: /index.php/login, `rewrite`: /login. https://docs.whmcs.com/Friendly_URLs */
export type UrlForm = 'basic' | 'index' | 'rewrite';

/** The routes of WHMCS in the form that it gives its addresses, asked for as a visitor. */
export interface RouteAnswers {
  /** Folder of the site below which they were asked for. */
  readonly site: string;
  /** The forms in use, and what says so: the addresses on the log-in page, or the setting alone. */
  readonly forms: readonly { readonly form: UrlForm; readonly from: 'page' | 'setting' }[];
  /** Empty where only Basic URLs are in use: these are files with a query, which every web server answers. */
  readonly answers: readonly RouteAnswer[];
}

export interface RouteAnswer {
  /** `login`; a page of the `admin` area; where Google's sign-in `finalize`s; `nothing`: a name that no route has, for comparison. */
  readonly route: 'login' | 'admin' | 'finalize' | 'nothing';
  readonly form: UrlForm;
  /** Where it was asked for, and where redirects ended. */
  readonly url: string;
  readonly end: string;
  /** null: the connection failed. */
  readonly status: number | null;
  readonly by: AnsweredBy;
  /** What tells who answered: one line. */
  readonly sign: string;
}

/** Who wrote an answer: a log-in form of WHMCS, another page of WHMCS, the web server itself, a firewall, a challenge, nobody, or not to be told. */
export type AnsweredBy = 'login-form' | 'whmcs' | 'server' | 'firewall' | 'challenge' | 'nobody' | 'unclear';

/** A firewall's own page in the place of what was asked for. */
export interface Refusal {
  /** Name of the product, as in "ModSecurity". */
  readonly product: string;
  /** The words or the header that it is known by. */
  readonly mark: string;
}

/** The captcha on a page with a log-in form. */
export interface CaptchaSeen {
  readonly kind: 'image' | 'recaptcha' | 'hcaptcha';
  /** Whether the page carries the provider's site key; `not-seen`: it may be given by a script. */
  readonly siteKey: 'given' | 'empty' | 'not-seen';
  /** The default captcha's picture; null: another kind, or it could not be asked for. */
  readonly image: {
    readonly url: string;
    readonly status: number;
    /** Content-Type, lower case, without parameters. */
    readonly type: string;
    /** It begins as a PNG, GIF, JPEG or WebP file does; `spoilt`: such a file follows behind something else. */
    readonly picture: 'whole' | 'spoilt' | 'none';
    /** How it begins where it is none or spoilt: at most 120 characters. */
    readonly start: string | null;
    /** A firewall, or what tests whether a person asks, answered in its place: its name. */
    readonly refusedBy?: string;
  } | null;
}

/** What decides in the install's own folders whether routes lead to index.php. */
export interface InstallRouting {
  readonly root: HtaccessSeen;
  /** null: the admin folder's name is not known, or it is not there. */
  readonly admin: HtaccessSeen | null;
  /** Files and folders of the install that have the name of a route, and so are served in its place. */
  readonly shadows: readonly string[];
}

export interface HtaccessSeen {
  readonly path: string;
  readonly state: 'present' | 'missing' | 'denied';
  /** WHMCS's own block of rules is there. */
  readonly managed: boolean;
  /** The last RewriteEngine line; null: none. */
  readonly engine: 'on' | 'off' | null;
  /** A rule leads what is no file to index.php. */
  readonly leads: boolean;
  /** Rules of others before WHMCS's block, and after it. */
  readonly foreignBefore: number;
  readonly foreignAfter: number;
  readonly acceptPathInfo: boolean | null;
}

/** What the web server's own configuration does with routes of the install; part of web.server. */
export interface WebRouting {
  /** .htaccess files in the install's folder may hold rewrite rules. nginx reads none. */
  readonly htaccess: boolean;
  /** The AllowOverride line that decides, "file:line"; null: none, and the default is None. */
  readonly overrideFrom: string | null;
  /** mod_rewrite is loaded; null: not to be told. nginx: always. */
  readonly rewriteModule: boolean | null;
  /** Where a route in Full Friendly Rewrite mode ends up by the server's own rules. */
  readonly rewrite: RouteEnd;
  /** The same of /index.php/login. */
  readonly index: RouteEnd;
  /** The same of where sign-in providers' answers are posted to. */
  readonly signIn: RouteEnd;
}

/** `script`: the install's PHP; `files`: only what is there as a file, or a script outside the install; `elsewhere`: another server or a redirect; `unclear`: not to be told. */
export type RouteEnd = 'script' | 'files' | 'elsewhere' | 'unclear';

/** The admin folder as the configuration names it and as it is there. */
export interface AdminFolder {
  /** $customadminpath; null: not set, so that it is `admin`. */
  readonly configured: string | null;
  /** `name`: as documented, a folder's name; `path`: with a slash; `odd`: with other characters than a-z, 0-9, - _ and . ; `default`: not set. */
  readonly written: 'default' | 'name' | 'path' | 'odd';
  /** The folder that WHMCS takes for its admin area. */
  readonly folder: string;
  readonly path: string;
  readonly state: 'present' | 'missing' | 'no-folder' | 'denied';
  /** It holds login.php and index.php. */
  readonly complete: boolean;
  /** Other folders of the install that hold what an admin area does. */
  readonly others: readonly string[];
}
