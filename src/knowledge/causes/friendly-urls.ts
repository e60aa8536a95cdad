/** Causes of Friendly URLs that the web server does not lead to WHMCS. */
import { defineCause } from '../../index.js';
import type { ProblemId, Remedy, Step } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look } from '../steps.js';

/** The sign-in settings are such an address, and sign-in itself ends at one. */
const problems: readonly ProblemId[] = ['unable-to-access-sign-in-integrations', 'social-login-errors'];

/** General Settings is a file of its own, so it opens in every mode. */
const basicUrls: readonly Remedy[] = inSettings('General Settings > General', (menu) => [
  change(
    `Until that is done, or instead of it: in ${menu}, set Friendly URLs to Basic URLs, which every web server answers; the choice is saved when it is selected. The callback of a Twitter app changes with it.`,
  ),
]);

function firstly(...steps: readonly Step[]): readonly Remedy[] {
  return [always(...steps), ...basicUrls];
}

const writeRules = inSettings('General Settings > General', (menu) => [
  change(
    `In ${menu}, select Basic URLs at Friendly URLs and then Full Friendly Rewrite again: WHMCS writes its rules into .htaccess of the install. PHP's user must be allowed to write that file. Rules of your own belong before WHMCS's block.`,
  ),
]);

const reloadApache = look(
  'Check the configuration and let Apache read it again. On RHEL and its family the service is called httpd; on cPanel rebuild it with /usr/local/cpanel/scripts/rebuildhttpdconf first.',
  'apachectl configtest && systemctl reload apache2',
);
const reloadNginx = look('Check the configuration and let nginx read it again.', 'nginx -t && systemctl reload nginx');

const nginxRules = change(
  'In the site’s server block let what is no file go to index.php: location / { try_files $uri $uri/ /index.php$is_args$args; } and the same for the admin area, under the name of its folder: location /admin/ { try_files $uri $uri/ /admin/index.php$is_args$args; }. With WHMCS in a folder of the site put that folder before each path. Such lines replace published lists that name routes one by one, which miss /login.',
);

const apacheDocs = [docs.friendlyUrls, docs.apacheRewrite, docs.index];

export const friendlyUrlCauses = [
  defineCause({
    id: 'friendly-urls-not-served',
    title: 'The web server does not lead Friendly URLs to WHMCS.',
    problems,
    explanation:
      'WHMCS builds its addresses in the form that General Settings selects. The log-in page opens under its Basic URL and not under that form, so the web server lacks what the form needs, and every routed page is missing, the sign-in settings of the admin area among them.',
    remedies: [
      ...basicUrls,
      always(
        look(
          'To keep Friendly URLs: Apache and LiteSpeed need WHMCS’s block of rules in .htaccess, AllowOverride All for the folder and mod_rewrite; nginx reads no .htaccess and needs a try_files line that ends in index.php, for the install and for the admin folder. Friendly index.php needs AcceptPathInfo, or a location for PHP that also takes a path behind the script’s name.',
        ),
      ),
    ],
    docs: [docs.friendlyUrls, docs.index],
  }),
  defineCause({
    id: 'route-shadowed',
    title: 'A file or folder in the install has the name of a route.',
    problems,
    explanation:
      'Rewriting leaves alone what exists: where a folder or file called login, auth, account, password or user stands in the install, the web server serves that in the place of the route.',
    remedies: firstly(change('Give the file or folder that the evidence names another name, or move it out of the install.')),
    docs: [docs.friendlyUrls],
  }),
  defineCause({
    id: 'rewrite-module-missing',
    title: 'Apache runs without mod_rewrite.',
    problems,
    explanation: 'WHMCS’s rules in .htaccess stand under a condition for mod_rewrite: without the module they do nothing.',
    remedies: firstly(
      change(
        'Switch the module on and start Apache again; on RHEL and its family it is a LoadModule line.',
        'a2enmod rewrite && systemctl restart apache2',
      ),
    ),
    docs: apacheDocs,
  }),
  defineCause({
    id: 'allow-override-none',
    title: 'Apache does not read rewrite rules in the .htaccess files of the install.',
    problems,
    explanation:
      'AllowOverride is None where nothing else is set, and then Apache does not even open .htaccess; rewrite rules need FileInfo or All.',
    remedies: firstly(
      change('In the site’s <Directory> section for the install’s folder, or for one above it, set AllowOverride All.'),
      reloadApache,
    ),
    docs: [docs.friendlyUrls, docs.apacheOverride, docs.index],
    follows: ['rewrite-module-missing'],
  }),
  defineCause({
    id: 'htaccess-missing',
    title: 'The install has no .htaccess file.',
    problems,
    explanation:
      'WHMCS writes the rules for Full Friendly Rewrite into .htaccess of its folder. Files whose name begins with a dot are easily left behind when an install is moved.',
    remedies: [...writeRules, ...basicUrls],
    docs: apacheDocs,
    follows: ['rewrite-module-missing', 'allow-override-none'],
  }),
  defineCause({
    id: 'htaccess-rules-missing',
    title: 'The install’s .htaccess file lacks WHMCS’s rules.',
    problems,
    explanation: 'Nothing in .htaccess leads what is no file to index.php: WHMCS’s block is not there, is empty or is switched off.',
    remedies: [...writeRules, ...basicUrls],
    docs: apacheDocs,
    follows: ['rewrite-module-missing', 'allow-override-none'],
  }),
  defineCause({
    id: 'path-info-refused',
    title: 'The web server does not hand addresses such as /index.php/login to PHP.',
    problems,
    explanation:
      'Friendly index.php puts the route behind the script’s name. Apache refuses that with AcceptPathInfo Off; nginx does with a location that takes only paths that end in .php.',
    remedies: firstly(
      change(
        'Apache: remove the line AcceptPathInfo Off, or set AcceptPathInfo On. nginx: let the location for PHP begin with location ~ ^(.+?\\.php)(/.*)?$ and give fastcgi_split_path_info ^(.+?\\.php)(/.*)$; and fastcgi_param PATH_INFO $fastcgi_path_info; in it. Then let the server read its configuration again.',
      ),
    ),
    docs: [docs.friendlyUrls, docs.apachePathInfo, docs.nginxFastcgi, docs.index],
  }),
  defineCause({
    id: 'nginx-rewrite-missing',
    title: 'The configuration of nginx has no rule that leads routes to index.php.',
    problems,
    explanation:
      'nginx reads no .htaccess, so the rules that WHMCS writes there do nothing, and WHMCS cannot see which form works there: without a rule of its own nginx looks for a file called login.',
    remedies: firstly(nginxRules, reloadNginx),
    docs: [docs.friendlyUrls, docs.nginxTryFiles, docs.index],
  }),
  defineCause({
    id: 'admin-routes-not-served',
    title: 'The web server does not lead the routes of the admin area to it.',
    problems: ['unable-to-access-sign-in-integrations'],
    explanation:
      'The settings of sign-in integrations are a route below the admin folder. Routes of the client area work and those below the admin folder do not: nginx needs a rule of its own for that folder, under the name that it has, and Apache a folder that rewrite rules reach.',
    remedies: [
      always(
        change(
          'nginx: add location /<admin folder>/ { try_files $uri $uri/ /<admin folder>/index.php$is_args$args; } to the site’s server block, where <admin folder> is the name of the folder ($customadminpath in configuration.php, else admin), and reload nginx.',
        ),
        look(
          'Apache: see that nothing forbids rewriting in that folder: a section of its own with AllowOverride None, or a .htaccess file of its own with RewriteEngine and without rules that lead to index.php.',
        ),
      ),
      ...basicUrls,
    ],
    docs: [docs.friendlyUrls, docs.nginxTryFiles, docs.index],
    follows: ['friendly-urls-not-served', 'nginx-rewrite-missing'],
  }),
  defineCause({
    id: 'sign-in-route-not-served',
    title: 'The web server does not lead the address on which sign-in ends to WHMCS.',
    problems: ['social-login-errors'],
    explanation:
      'After Google’s part the browser posts to /auth/provider/google_signin/finalize. Rules that name routes one by one miss it or lose its leading slash; the page then says that the account could not be connected.',
    remedies: firstly(nginxRules, reloadNginx),
    docs: [docs.friendlyUrls, docs.nginxTryFiles, docs.index],
    follows: ['friendly-urls-not-served', 'nginx-rewrite-missing'],
  }),
];
