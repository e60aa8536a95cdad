/** The error logs of the web server and of the one in front of it. */
import { defineProbe } from '../index.js';
import { messages } from '../knowledge/messages.js';
import { scannerFor } from '../logic/message-scan.js';
import { readLogs } from './log-files.js';
import { zoneOfLogs } from './system-zone.js';
import type { WebServer } from '../model.js';

export default defineProbe({
  fact: 'logs.web',
  vantage: 'files',
  title: "the web server's error log",
  needs: ['web.server'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: "the last 2 MB of the web server's error log",
      covers: ['<web server error log>', '/var/log/**', '/etc/localtime'],
    },
  ],
  async observe({ host, have, signal }) {
    const files = logsOf(have['web.server']).map((path) => ({ path }));
    const value = await readLogs({ host, signal, scanner: scannerFor(messages, 'web'), zone: await zoneOfLogs(host, signal) }, files);
    return { value, source: value.logs.map(({ source }) => source).join(', ') || 'error log' };
  },
});

/** Where the configuration does not say: where the packages of Debian and Red Hat write. */
function logsOf(web: WebServer): readonly string[] {
  if (web.errorLogs !== undefined && web.errorLogs.length > 0) return web.errorLogs;
  return web.server === 'nginx' ? ['/var/log/nginx/error.log'] : ['/var/log/apache2/error.log', '/var/log/httpd/error_log'];
}
