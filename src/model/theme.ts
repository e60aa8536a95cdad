/** Facts of the active theme and order form, in files and on the page. */

export interface ThemeFacts {
  'theme.files': ThemeFiles;
  'theme.page': ThemePage;
}

/**
 * What sign-in with a provider needs of a template, as found in its text outside comments:
 * the loop over $linkableProviders, a provider's own code or button, the box for its messages, the messages themselves, the outputs that hooks and
 * WHMCS fill, and the two variables that scripts read.
 */
export type TemplateMark =
  'providers' | 'provider-code' | 'feedback' | 'head-output' | 'header-output' | 'footer-output' | 'csrf-token' | 'base-url';

/** An include of linkedaccounts.tpl, the provider block. */
export interface BlockInclude {
  /** linkContext: login, registration, clientsecurity, linktable, checkout-existing, checkout-new; null: computed or not given. */
  readonly context: string | null;
  /** customFeedback=true: the including template has to bring the box for messages. */
  readonly customFeedback: boolean;
  /** Below the templates folder; where the file is not there, the first place where it could be; null: the name is computed. */
  readonly file: string | null;
  /** Whether it is there; null: cannot be told. */
  readonly there: boolean | null;
}

/** One template with everything that it includes, the provider block apart. */
export interface TemplateSeen {
  /** Path below the theme's folder: "login.tpl". */
  readonly file: string;
  /** Theme of the chain that provides it; null: none does. */
  readonly from: string | null;
  readonly marks: readonly TemplateMark[];
  readonly blocks: readonly BlockInclude[];
  /** Why something that it includes could not be followed (a computed name, a file that cannot be read); null: all of it was seen. */
  readonly unseen: string | null;
}

/** A linkedaccounts.tpl that templates include: the provider block. */
export interface ProviderBlock {
  /** Path below the templates folder. */
  readonly file: string;
  /** Of its text with LF line ends, hex; null: not read. */
  readonly sha256: string | null;
  readonly marks: readonly TemplateMark[];
  /** Messages that it holds, by the end of their class providerLinkingMsg-preLink-…; null: the classes are computed. */
  readonly messages: readonly string[] | null;
  /** As in TemplateSeen. */
  readonly unseen: string | null;
}

/** What a script is and brings. */
export interface ScriptFeatures {
  /** It defines WHMCS.authn, the module behind the provider buttons. */
  readonly authn: boolean;
  /** It defines registerSdkErrorHandler, which the official themes have since 9.0.1. */
  readonly sdkErrorHandler: boolean;
  /** signIn() hangs its failures on jqXHR.error(), which jQuery 3 no longer has; null: signIn() was not found. */
  readonly usesAjaxError: boolean | null;
  /** Versions of jQuery inside it, in order: "1.12.4". */
  readonly jquery: readonly string[];
  /** jQuery without ajax. */
  readonly slim: boolean;
  /** jQuery Migrate 3, which gives jqXHR.error() back. */
  readonly migrate: boolean;
}

export interface ThemeChain {
  /** Name in the settings. */
  readonly name: string;
  /** Folders below templates/ (or templates/orderforms/), the active one first, then its parents. */
  readonly folders: readonly string[];
  /** Where the chain of parents ends although it should go on. */
  readonly broken: { readonly why: 'missing' | 'cycle' | 'name'; readonly parent: string } | null;
  /** jQuery in `provides` of theme.yaml, from the first folder that says it. */
  readonly jquery: string | null;
  readonly templates: readonly TemplateSeen[];
  /** Provider blocks that the templates include, as far as they are there. */
  readonly blocks: readonly ProviderBlock[];
  /** js/scripts.min.js; null: no folder of the chain has one, or it could not be read. */
  readonly bundle: (ScriptFeatures & { readonly from: string }) | null;
}

export interface ThemeFiles {
  readonly theme: ThemeChain;
  /** null: the settings name none. */
  readonly orderForm: ThemeChain | null;
}

/** One script element, in the order of the page. */
export interface PageScript {
  /** Absolute, without query values; null: inline. */
  readonly src: string | null;
  readonly when: 'now' | 'deferred' | 'async';
  /** jQuery by the file's name; version null: the name has none. */
  readonly jquery: { readonly version: string | null; readonly slim: boolean } | null;
  readonly migrate: boolean;
  /** Inline: globals that it uses while it is being read, before anything that comes after it: jQuery, $, WHMCS. */
  readonly uses: readonly string[];
  /** Inline: variables that scripts.min.js reads and this defines. */
  readonly defines: readonly ('csrfToken' | 'whmcsBaseUrl')[];
  /** Inline: gives back the jQuery that was there before: noConflict(true). */
  readonly restoresJquery: boolean;
  /** Policies (by index) that allow it by nonce or hash. */
  readonly trustedBy: readonly number[];
}

/** A Content-Security-Policy that is enforced. */
export interface ContentPolicy {
  readonly from: 'header' | 'meta';
  /** Scripts before it, which it does not touch. */
  readonly after: number;
  /** Directive → its sources; values of nonces and addresses of reports are left out. */
  readonly directives: Readonly<Record<string, readonly string[]>>;
}

/** What a page shows of sign-in with providers, of its scripts and of the policies that bind them. */
export interface PageLint {
  /** The provider block is there: .providerPreLinking, .social-signin-btns or a provider's own script. */
  readonly block: boolean;
  /** .providerLinkingFeedback is there. */
  readonly feedback: boolean;
  /** Ends of the classes providerLinkingMsg-preLink-… */
  readonly messages: readonly string[];
  /** Methods of WHMCS.authn.provider that inline scripts call. */
  readonly calls: readonly string[];
  /** An inline script shows the sign-in error at any error of the page, as WHMCS's provider code did before 9.0.1. */
  readonly globalHandler: boolean;
  /** How Google's button opens Google: popup is its default; null: no such button. */
  readonly googleOpens: 'popup' | 'redirect' | null;
  /** Google's button uses the browser's own federated sign-in instead of a popup. */
  readonly fedcm: boolean;
  readonly scripts: readonly PageScript[];
  /** There are more scripts than were looked at. */
  readonly more: boolean;
  readonly policies: readonly ContentPolicy[];
  /** Value of Cross-Origin-Opener-Policy without parameters; null: none, or not understood by browsers. */
  readonly openerPolicy: string | null;
  /** The Referrer-Policy in force; null: the browser's default. */
  readonly referrerPolicy: { readonly value: string; readonly from: 'header' | 'meta' } | null;
}

export interface LintedPage extends PageLint {
  readonly page: 'login' | 'registration';
  readonly url: string;
}

/** A script of the site itself, as visitors get it. */
export interface FetchedScript {
  /** As in PageScript. */
  readonly src: string;
  /** null: no answer. */
  readonly status: number | null;
  readonly failure: string | null;
  readonly contentType: string | null;
  /** Browsers do not run it: X-Content-Type-Options: nosniff, and it comes as another type. */
  readonly refusedType: boolean;
  /** It is a page, not a script. */
  readonly html: boolean;
  /** null: no script came, or it was longer than the limit. */
  readonly features: ScriptFeatures | null;
}

export interface ThemePage {
  readonly pages: readonly LintedPage[];
  /** Scripts of the site that the pages name; looked at only where a provider's button is shown. */
  readonly scripts: readonly FetchedScript[];
}
