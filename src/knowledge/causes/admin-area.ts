/** Causes of the admin area, Friendly URLs, and what stands in front of the log-in forms. */
import { defineCause } from '../../index.js';
import type { Cause } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';
import { friendlyUrlCauses } from './friendly-urls.js';

const setName = change(
  'In configuration.php set $customadminpath = "<admin folder>"; where <admin folder> is the name that the folder has: the name alone, of the letters a-z, digits, - and _. A folder that is called admin needs no such line.',
);
const openThere = look('Open the admin area at <System URL>/<admin folder>/.');

const anotherCaptcha = inSettings('General Settings > Security', (menu) => [
  change(
    `Until that is done: in ${menu}, select another Captcha Type, or take Login Forms out of the captcha’s forms, so that people can log in.`,
  ),
]);

export const adminAreaCauses: readonly Cause[] = [
  ...friendlyUrlCauses,
  defineCause({
    id: 'admin-folder-missing',
    title: 'The admin folder that is configured does not exist.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'WHMCS looks for its admin area in the folder that $customadminpath names, which is admin where nothing is set. Under any other name it refuses with "You are attempting to access the admin area via a directory that is not configured".',
    remedies: [
      always(
        setName,
        look('If no folder of the admin area is left, upload it from the archive of the installed WHMCS version.'),
        openThere,
      ),
    ],
    docs: [docs.adminFolder],
  }),
  defineCause({
    id: 'admin-folder-not-configured',
    title: 'The admin folder was renamed, and configuration.php does not say so.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'A renamed admin folder works only with its name in $customadminpath: "You are attempting to access the admin area via a directory that is not configured. Please either revert to the default admin directory name, or see our documentation for Customising the Admin Directory".',
    remedies: [always(setName, openThere)],
    docs: [docs.adminFolder],
  }),
  defineCause({
    id: 'admin-folder-name-invalid',
    title: 'The variable $customadminpath holds no name of a folder.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation: 'The variable takes the name of a folder inside the install, not a path and no other characters than a-z, 0-9, - and _.',
    remedies: [always(setName, openThere)],
    docs: [docs.adminFolder],
  }),
  defineCause({
    id: 'admin-folder-used-differs',
    title: 'The person opened another folder than the configured admin folder.',
    problems: ['login-details-errors'],
    beyondTable: true,
    explanation:
      'The admin area opens in the configured folder only. An old bookmark, or an admin folder that an upload put back beside the renamed one, leads to one that WHMCS refuses.',
    remedies: [
      always(
        look('Open the admin area in the folder that the evidence names as the configured one, and renew the bookmark.'),
        change(
          'Where a folder admin stands beside the renamed one, move it out of the web root: an upload of the whole archive puts it back.',
        ),
      ),
    ],
    docs: [docs.adminFolder],
  }),
  defineCause({
    id: 'firewall-blocks-login',
    title: 'A firewall refuses the log-in page.',
    problems: ['social-login-errors'],
    beyondTable: true,
    explanation:
      'A web application firewall or a security plug-in answers in the place of WHMCS. Where it refuses the page, or what the form posts, nobody gets as far as a log-in, and scripts that expect an answer of WHMCS end with an error.',
    remedies: [
      always(
        look(
          'Find the entry for {subject} in the firewall’s own log: ModSecurity writes the number of the rule into the web server’s error log.',
        ),
        change(
          'Let that one rule pass for this address, or the person’s address where only it is refused: in WHM under ModSecurity Tools, in Plesk under Web Application Firewall, in Imunify360 under Incidents, in the dashboard of Cloudflare or Sucuri. Do not switch the whole firewall off.',
        ),
      ),
    ],
    docs: [docs.modSecurity, docs.index],
  }),
  defineCause({
    id: 'captcha-script-blocked',
    title: 'A Content-Security-Policy keeps the captcha from loading.',
    problems: [],
    beyondTable: true,
    explanation:
      'The browser loads nothing that the page’s policy does not name. Without the provider’s script there is no captcha to solve, and WHMCS refuses the log-in.',
    remedies: [
      always(
        change(
          "Add the provider’s hosts to script-src and frame-src of the policy: https://www.google.com https://www.gstatic.com for reCAPTCHA, https://hcaptcha.com https://*.hcaptcha.com for hCaptcha. The default captcha needs img-src with 'self'. The header is set in the web server’s configuration, in .htaccess or at the CDN.",
        ),
      ),
      ...anotherCaptcha,
    ],
    docs: [docs.recaptchaPolicy, docs.securitySettings],
  }),
  defineCause({
    id: 'captcha-key-missing',
    title: 'The captcha on the log-in page has no site key.',
    problems: [],
    beyondTable: true,
    explanation: 'reCAPTCHA and hCaptcha show nothing without the site’s key, and a form without a solved captcha is refused.',
    remedies: [
      ...inSettings('General Settings > Security', (menu) => [
        change(
          `In ${menu}, enter the site key and the secret key that the provider gave for this domain, for the captcha type that is selected.`,
        ),
      ]),
      ...anotherCaptcha,
    ],
    docs: [docs.securitySettings],
  }),
  defineCause({
    id: 'captcha-image-broken',
    title: 'The picture of the captcha does not load.',
    problems: [],
    beyondTable: true,
    explanation:
      'The default captcha is a picture from includes/verifyimage.php. Where that answers with something else, nobody can read the characters that the form asks for.',
    remedies: [
      always(
        look(
          'Open {subject} in a browser. A missing file: upload it from the archive of the installed WHMCS version. A refusal: let the web server run PHP in includes/. Text before the picture: see PHP’s error log.',
        ),
      ),
      ...anotherCaptcha,
    ],
    docs: [docs.securitySettings],
  }),
  defineCause({
    id: 'captcha-gd-missing',
    title: 'PHP lacks the extension gd, which draws the picture of the captcha.',
    problems: [],
    beyondTable: true,
    explanation:
      'includes/verifyimage.php draws with PHP’s extension gd. Without it the script ends with an error, and the form has no picture.',
    remedies: [
      always(
        change(
          'Install the extension for the PHP that serves the site and reload it. <version> is its version, as in 8.2. On RHEL and its family the package is called php-gd, on cPanel it is a module of EasyApache.',
          'apt-get install php<version>-gd && systemctl reload php<version>-fpm',
        ),
      ),
      ...anotherCaptcha,
    ],
    docs: [docs.phpGd, docs.securitySettings],
  }),
];
