/** WHMCS sees the proxy instead of the visitor. */
import type { Tale } from '../../model.js';

export const cloudflareProxyCheckErrors: Tale = {
  problem: 'cloudflare-proxy-check-errors',
  phrases: [
    { text: 'WHMCS is running behind a CloudFlare proxy', points: 9 },
    { text: 'WHMCS may be operating behind a proxy or CDN', points: 9 },
    { text: 'you have not configured trusted proxy settings', points: 8 },
    { text: 'Click here to automatically reconfigure your CloudFlare proxy settings', points: 9 },
    { text: 'The system could not fetch IP addresses from CloudFlare', points: 8 },
    { text: 'The system could not detect IP address from CloudFlare header', points: 9 },
    { text: 'This may cause login sessions to end prematurely', points: 9 },
    { text: 'CloudFlare Proxy Check', points: 6, apart: 7 },
    { text: 'WHMCS 正在使用 CloudFlare 代理，但您尚未配置受信任的代理设置。这可能导致登录会话提前结束', points: 10, language: 'zh' },
  ],
  signs: [
    {
      when: ['cloudflare', 'wrong-ip'],
      points: 6.5,
      example: 'Since we enabled Cloudflare every order shows a Cloudflare IP instead of the customer’s',
      counterExample: 'Cloudflare shows us the wrong invoice for March',
    },
    {
      when: ['proxy', 'wrong-ip'],
      points: 6,
      example: 'WHMCS behind haproxy logs the proxy IP for everybody',
      counterExample: 'Which proxy do you recommend for WHMCS?',
    },
    {
      when: ['wrong-ip', 'visitor-ip'],
      points: 4,
      example: 'The admin log shows the wrong IP address, it is not the real visitor IP',
      counterExample: 'Please tell me the IP address of the license server',
    },
    {
      when: ['trusted-proxies', 'trouble'],
      points: 4.5,
      example: 'Something is wrong with the trusted proxies, the warning stays',
      counterExample: 'Where do I find the list of trusted proxies?',
    },
    {
      when: ['trusted-proxies', 'cloudflare'],
      points: 5.5,
      example: 'I added Cloudflare to the trusted proxies but nothing changed',
      counterExample: 'Cloudflare invoices us twice',
    },
    {
      when: ['cloudflare', 'system-health'],
      points: 6.5,
      example: 'System Health complains about Cloudflare',
      counterExample: 'System Health complains about the PHP version',
    },
    {
      when: ['proxy', 'system-health'],
      points: 5,
      example: 'The health check says something about a proxy',
      counterExample: 'The health check says something about the cron',
    },
    {
      when: ['cloudflare', 'visitor-ip', 'trouble'],
      points: 4.5,
      example: 'Problem with the visitor IP since Cloudflare is in front',
      counterExample: 'Cloudflare blocks a visitor with error 1020',
    },
    {
      when: ['cloudflare', 'trusted-proxies', 'session-ended'],
      points: 3,
      example: 'Cloudflare, trusted proxies not configured, sessions end prematurely',
      counterExample: 'Our Cloudflare plan ends in June',
    },
  ],
  counterExample: 'The site is running behind a firewall, and you have configured everything',
  question: 'Do the logs or orders in WHMCS show the same address, the proxy’s, for different people?',
  steps: [
    {
      text: 'In WHMCS open Configuration > System Health and read the CloudFlare Proxy Check; its button configures the trusted proxies.',
      risk: 'low',
    },
    {
      text: 'Compare the addresses in Configuration > System Logs > Admin Log with your own: if they are the proxy’s, the trusted proxies or the Proxy IP Header (General Settings > Security) are wrong.',
      risk: 'none',
    },
  ],
};
