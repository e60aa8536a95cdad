/** The web server's site for the install, from its configuration files; the server's own configuration test is never run, for it writes. */
import { defineProbe } from '../index.js';
import { servingSite } from './web-sites.js';
import { webServerFiles } from './places.js';

export default defineProbe({
  fact: 'web.server',
  vantage: 'files',
  title: "the web server's configuration",
  needs: ['install.root'],
  budgetMs: 15_000,
  touches: [
    { kind: 'read', what: 'nginx.conf, apache2.conf or httpd.conf and the files that they include', covers: [...webServerFiles] },
    {
      kind: 'read',
      what: '.htaccess files from the web root to the install',
      covers: ['<install>', '<install>/**/.htaccess', '<install>/.htaccess', '<web root>/**/.htaccess'],
    },
    { kind: 'read', what: 'the list of processes', covers: ['/proc/*', '/proc/**'] },
  ],
  async observe({ host, have, signal }) {
    const { web } = await servingSite(host, have['install.root'], signal);
    return { value: web, source: web.file };
  },
});
