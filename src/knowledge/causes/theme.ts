/** Causes of the active theme and order form. */
import { defineCause } from '../../index.js';
import type { Cause, Step } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

/** The documented way to tell a fault of the theme from one of WHMCS: another theme, for one visitor only. */
const otherTheme = look(
  'To be sure that it is the theme, open the login page with a theme of WHMCS itself that is there in templates/ (twenty-one, six, or nexus from 9.0) and try again: <login-page>?systpl=<theme>, or &systpl=<theme> where the address has a question mark. It counts for your own visit only.',
);
const emptyCache = change(
  'Empty the template cache where the page still looks as before: in the admin area under Utilities > System > System Cleanup.',
);

/** Changed templates are compiled anew by themselves, as a rule. */
const afterwards: readonly Step[] = [emptyCache, look('Open the login page again and sign in with the provider.')];

const fromOriginal = (what: string): Step =>
  change(
    `Take ${what} over from the release of the same version at github.com/WHMCS (templates-six, templates-twenty-one, templates-nexus, orderforms-standard_cart). Keep changes of your own in a child theme: it falls back to the parent's files.`,
  );

export const themeCauses: readonly Cause[] = [
  defineCause({
    id: 'theme-parent-missing',
    title: 'The theme names a parent that is not there.',
    problems: ['social-login-errors'],
    explanation:
      'A child theme brings only the files that it changes and takes all others from the parent that its theme.yaml names. Without that folder it has no templates for its pages, those of sign-in with providers among them.',
    remedies: [
      always(
        change('Put the folder of the parent theme back, or write the name of one that is there behind parent: in {subject}.'),
        look('See which themes are there. <install> is the folder of WHMCS.', 'ls <install>/templates'),
        ...afterwards,
      ),
    ],
    docs: [docs.childThemes, docs.index],
  }),
  defineCause({
    id: 'theme-include-missing',
    title: 'A template of the theme does not include the buttons of the sign-in providers.',
    problems: ['social-login-errors'],
    explanation:
      'The buttons, their code and their messages come from linkedaccounts.tpl, which the templates of the login page, the registration, the security settings and the checkout include. A customised or older template without the include offers no sign-in with a provider.',
    remedies: [
      always(
        fromOriginal('the include of linkedaccounts.tpl in {subject}, with its linkContext,'),
        look(
          'On the login page the include stands with linkContext="login" customFeedback=true, and an empty element of the class providerLinkingFeedback beside it.',
        ),
        ...afterwards,
        otherTheme,
      ),
    ],
    docs: [docs.twentyOne, docs.childThemes, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-feedback-missing',
    title: 'The page has no place for the messages of the sign-in providers.',
    problems: ['social-login-errors'],
    explanation:
      'Messages of the sign-in are written into the element of the class providerLinkingFeedback, and the sign-in goes on only once that has been shown. A template that includes linkedaccounts.tpl with customFeedback=true has to bring the element itself: without it nothing is shown and the sign-in stands still.',
    remedies: [
      always(
        change(
          'Put an empty element of the class providerLinkingFeedback into {subject}: <div class="providerLinkingFeedback"></div>, above the form.',
        ),
        ...afterwards,
        otherTheme,
      ),
    ],
    docs: [docs.twentyOne, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-linked-accounts-missing',
    title: 'The theme has no linkedaccounts.tpl, which its templates include.',
    problems: ['social-login-errors'],
    explanation:
      'The file with the buttons, the code and the messages of the sign-in providers is neither in the theme nor in its parents, so the pages that include it cannot show them. The order forms all take it from standard_cart, by that name.',
    remedies: [always(fromOriginal('the file {subject}'), ...afterwards, otherTheme)],
    docs: [docs.twentyOne, docs.standardCart, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-linked-accounts-modified',
    title: 'The theme’s linkedaccounts.tpl was changed and lacks what the sign-in providers need.',
    problems: ['social-login-errors'],
    explanation:
      'The file is none of those that WHMCS has released, and something is gone that its scripts look for: the code of the providers, the element for messages, or the messages themselves. Where a message is gone visitors see an empty box in its place.',
    remedies: [always(fromOriginal('the file {subject}'), ...afterwards, otherTheme)],
    docs: [docs.twentyOne, docs.standardCart, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-output-missing',
    title: 'The header or footer of the theme leaves out what WHMCS puts there.',
    problems: ['social-login-errors'],
    explanation:
      'WHMCS and its hooks add scripts and markup to every page through {$headoutput}, {$headeroutput} and {$footeroutput}, and the scripts of the sign-in read the variables that includes/head.tpl sets. A header or footer without them cuts this off.',
    remedies: [
      always(
        change(
          'Put into header.tpl and footer.tpl what the evidence names: {$headoutput} before </head>, {$headeroutput} after <body>, {$footeroutput} before </body>, and in the head the include of includes/head.tpl.',
        ),
        ...afterwards,
        otherTheme,
      ),
    ],
    docs: [docs.themeVariables, docs.twentyOne, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-scripts-outdated',
    title: "The theme's scripts are older than WHMCS.",
    problems: ['social-login-errors'],
    explanation:
      'scripts.min.js of a theme holds the module authn, through which the code of the providers shows messages and signs visitors in. A theme that keeps the file of an older WHMCS lacks the module, or functions of it that WHMCS calls: the call fails, and with it the sign-in.',
    remedies: [
      always(
        fromOriginal('js/scripts.min.js'),
        change('Empty the cache of a CDN in front of the site, and that of the browser.'),
        look('Open the login page again and sign in with the provider.'),
        otherTheme,
      ),
    ],
    docs: [docs.twentyOne, docs.childThemes, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'theme-jquery-incompatible',
    title: 'The page loads a jQuery that the sign-in with providers cannot work with.',
    problems: ['social-login-errors'],
    explanation:
      "WHMCS's scripts are written for jQuery 1.12. jQuery 3 took away the function error() of requests, and slim builds have no requests at all: with either on the page every sign-in with a provider ends in a script error, which WHMCS reports as a failed connection.",
    remedies: [
      always(
        change(
          'Take the script {subject} out of the page. It is loaded by a template of the theme, or by a hook in includes/hooks or a module through head or footer output.',
        ),
        look(
          'Find out who loads it. <install> is the folder of WHMCS.',
          "grep -rliE 'jquery[-@/.]?(3|4|slim)' <install>/templates <install>/includes/hooks <install>/modules/addons",
        ),
        change(
          'Where something else needs that jQuery, load it before scripts.min.js, or give the old one back with jQuery.noConflict(true).',
        ),
        otherTheme,
      ),
    ],
    docs: [docs.jquery3, docs.twentyOne, docs.index],
    follows: ['page-scripts-broken'],
  }),
  defineCause({
    id: 'page-scripts-broken',
    title: 'The scripts behind the sign-in buttons do not load as they should.',
    problems: ['social-login-errors'],
    explanation:
      'The buttons of the providers work through scripts.min.js of the theme. Where it is missing, forbidden, answered with a page instead, or comes after scripts that need it, every use of a button ends in a script error.',
    remedies: [
      always(
        look('Open {subject} in a browser with its developer tools, and read what the console and the network view say.'),
        change(
          'Put the file back from the release of the same version, with permissions of 644, and see that no rewrite rule or firewall of the web server answers for files below /templates/.',
        ),
        change(
          'Load scripts.min.js in the head, without defer or async, after the variables csrfToken and whmcsBaseUrl and before all scripts that use it; leave it out of optimisers such as Rocket Loader.',
        ),
        look('Open the login page again and sign in with the provider.'),
      ),
    ],
    docs: [docs.twentyOne, docs.index],
    follows: ['theme-parent-missing'],
  }),
  defineCause({
    id: 'content-security-policy-blocks-provider',
    title: 'The Content-Security-Policy of the site blocks what sign-in with providers needs.',
    problems: ['social-login-errors', 'google-sign-in-unavailable-errors'],
    explanation:
      'Browsers load only what the policy allows. Without the script and the frame of the provider there is no button, or one that does nothing; without requests to the site itself the provider’s answer never reaches WHMCS, which shows as a failed connection.',
    remedies: [
      always(
        look(
          'Find where the header is set: the web server’s configuration, an .htaccess file, the CDN, a hook or the theme. <login-page> is the address of the login page.',
          "curl -sSI '<login-page>' | grep -i content-security-policy",
        ),
        change(
          "Allow {subject} in the directive that the evidence names. For Google: script-src https://accounts.google.com/gsi/client, frame-src https://accounts.google.com/gsi/, connect-src https://accounts.google.com/gsi/, style-src https://accounts.google.com/gsi/style; for Facebook script-src https://connect.facebook.net. Pages of WHMCS need script-src 'self' 'unsafe-inline' and connect-src 'self' too.",
        ),
        look('Open the login page with the browser’s console: it names everything that is still blocked.'),
      ),
    ],
    docs: [docs.contentPolicy],
  }),
  defineCause({
    id: 'opener-policy-blocks-provider',
    title: 'Cross-Origin-Opener-Policy cuts the provider’s window off from the page.',
    problems: ['social-login-errors', 'google-sign-in-unavailable-errors'],
    explanation:
      'The providers sign people in in a window of their own, which then reports back to the page that opened it. With same-origin browsers cut that link: the window stays empty or closes, and nothing happens.',
    remedies: [
      always(
        change(
          'Send Cross-Origin-Opener-Policy: same-origin-allow-popups in place of same-origin, where the web server, the CDN or a hook sets it.',
        ),
        look(
          'See what is sent now. <login-page> is the address of the login page.',
          "curl -sSI '<login-page>' | grep -i cross-origin-opener-policy",
        ),
      ),
    ],
    docs: [docs.contentPolicy, docs.openerPolicy],
  }),
  defineCause({
    id: 'referrer-policy-hides-origin',
    title: 'The Referrer-Policy hides from Google which site asks.',
    problems: ['google-sign-in-unavailable-errors', 'social-login-errors'],
    explanation:
      'Google Identity Services compare the address of the page that asks with the registered origins. With no-referrer or same-origin the browser does not tell it, and Google answers that the given origin is not allowed for the given client ID.',
    remedies: [
      always(
        change(
          'Send Referrer-Policy: strict-origin-when-cross-origin in place of {subject}: in the web server’s configuration, at the CDN (Cloudflare’s managed transform "Add security headers" sets same-origin), in a hook, or in the meta element of the theme.',
        ),
        look('See what is sent now. <login-page> is the address of the login page.', "curl -sSI '<login-page>' | grep -i referrer-policy"),
      ),
    ],
    docs: [docs.contentPolicy, docs.referrerPolicy],
  }),
  defineCause({
    id: 'order-form-incompatible',
    title: 'The order form does not know sign-in with providers.',
    problems: ['social-login-errors'],
    explanation:
      'The order form templates Modern and Boxes are not compatible with the Sign-In Integrations, and WHMCS 8.0 no longer has them: at the checkout there are no buttons, or ones that fail.',
    remedies: inSettings('General Settings > Ordering', (menu) => [
      change(`In ${menu}, choose Standard Cart or another order form that is made from it, and click Save Changes.`),
      look('See in Products/Services that no product group names {subject} as an order form of its own.'),
    ]),
    docs: [docs.googleSignIn, docs.standardCart],
  }),
];
