import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.js';
import { address, code, fenced, prose } from '../../src/report/markdown-text.js';
import { meant, outsideOfCode } from '../support/markdown-reader.js';
import { filledWith, kinds, knownFinding, one, policy, reportOf, waivedFinding } from '../support/report-kinds.js';
import { view } from '../support/view.js';
import { hostile, sampleReport } from '../support/sample-report.js';

describe('markdown', () => {
  const text = renderMarkdown(one(sampleReport()), view);

  it('begins with the target and the verdict', () => {
    expect(text).toMatch(/^## ✗ `\/srv\/billing`: failing\n\nWHMCS 8\.11\.2, System URL `https:\/\/billing\.example\.com\/`/);
    expect(text).toContain('1 passed, 1 failed, 1 warning, 2 unknown, 2 skipped (exit 2)\n');
  });

  it('tells each cause: what proves it, what it explains, what to do, with commands to copy', () => {
    expect(text).toContain(
      [
        '### ✗ PHP cannot write its sessions',
        '',
        'failure, proved, `session-path-missing`',
        '',
        '- `session.save_path`: `/var/lib/sessions`',
        '  - want: a folder that exists',
        "  - from: `/run/php/fpm.sock` (the site's PHP)",
        '',
        'Explains: login-redirect-loops',
        '',
        'Next steps:',
        '',
        '1. Create the folder.',
        '',
        '   ```sh',
        '   install -d -m 1733 /var/lib/sessions',
        '   ```',
        '',
        'Verify:',
        '',
        '```sh',
        'whmcs-doctor check --only session-path-unwritable',
        '```',
        '',
        'More:',
        '',
        '- <https://docs.whmcs.com/>',
      ].join('\n'),
    );
  });

  it('puts what could not be looked at between failures and warnings, once for each reason', () => {
    const order = [
      '✗ PHP cannot',
      '? Could not be looked at',
      '- no time source answered',
      '`clock-behind`, `clock-ahead`',
      '! Sessions end',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('shows passes and skips only with --show all', () => {
    expect(text).not.toContain('PHP has curl');
    const all = renderMarkdown(one(sampleReport()), { ...view, show: 'all' });
    expect(all).toContain('- ✓ `curl-missing`: PHP has curl');
    expect(all).toContain('- - `twitter-callback-unregistered` (needs `TWITTER_API_KEY`)');
  });

  it('tells what was accepted, and what became of waivers and the baseline', () => {
    const accepted = renderMarkdown(one(reportOf([...sampleReport().findings, waivedFinding, knownFinding], { policy })), view);
    expect(accepted).toContain('(waived until 2026-12-01 by Ada: the new certificate comes on Monday)');
    expect(accepted).toContain('known: it stands in the baseline');
    expect(accepted).toContain('ended on');
    expect(accepted).toContain('- fixed: Mails wait');
  });

  it('tells what the logs tell and no finding explains', () => {
    const seen = {
      what: 'PHP could not write a session',
      count: 3,
      last: '2026-11-21T10:00:00Z',
      lastAgeSeconds: 50_000,
      source: '/var/log/php.log',
      sample: '',
    };
    const problem = {
      id: 'login-redirect-loops',
      title: 'Login Redirect Loops',
      status: 'undetermined',
      causes: [],
      findings: [],
    } as const;
    const shown = renderMarkdown(one({ ...sampleReport(), problems: [{ ...problem, seen: [seen] }] }), view);
    expect(shown).toContain(
      '### In the logs of the last week, and not explained by what was found\n\n- Login Redirect Loops: PHP could not',
    );
    expect(shown).toContain('3 times, last `2026-11-21T10:00:00Z` (`/var/log/php.log`)');
  });

  it('gives an overview of several targets', () => {
    const several = renderMarkdown(kinds['several, some of them unusable'] ?? filledWith(''), view);
    expect(several).toMatch(/^# whmcs-doctor: 3 targets\n\n- ✗ `\/srv\/other`: not looked at\n- ✗ `\/srv\/billing`: failing, /);
    expect(several).toContain('## ✓ `https://billing.example.com/`: healthy');
  });

  it.each(Object.entries(kinds))('%s: nothing outside of code means anything', (_, several) => {
    expect(meant(renderMarkdown(several, { ...view, show: 'all' }))).toEqual([]);
  });

  it('lets no text become markup, a link, an image, a mention, a reference, a quick action or HTML', () => {
    for (const each of [
      '@admin please',
      'fixes #1, GH-2, !3, %4, &5, $6, ~7, JIRA-8 and 0123456789abcdef',
      'see [this](http://evil.example) and ![that](http://evil.example/x.png)',
      'http://evil.example www.evil.example evil.example a@evil.example',
      '<img src=x onerror=alert(1)> &lt; <!--',
      '`` ` ``` ` `',
      '```\nout of it\n```',
      '    ```',
      '# heading\n## heading',
      '/close\n/assign @me',
      '| a | b |\n|---|---|',
      '1. one',
      '1) one',
      '- a',
      '> a',
      '***a*** __b__ ~~c~~',
      '---',
      '===',
      ':smile: :+1:',
      '\\@admin',
      hostile,
    ])
      expect(meant(renderMarkdown(filledWith(each), { ...view, show: 'all' })), each).toEqual([]);
  });
});

describe('texts in markdown', () => {
  it.each([
    ['Configuration > System Settings > General', 'Configuration > System Settings > General'],
    ['The trusted proxies lack some of Cloudflare’s ranges', 'The trusted proxies lack some of Cloudflare’s ranges'],
    ['in /etc/chrony/chrony.conf or elsewhere.', 'in `/etc/chrony/chrony.conf` or elsewhere.'],
    ['(see configuration.php)', '(see `configuration.php`)'],
    ['at least 46.9 s, 77 %, 100%', 'at least 46.9 s, 77 %, 100%'],
    ['a_b c_d e', '`a_b c_d` e'],
    ['1. not a list', '`1.` not a list'],
    ['Größe über 5 минут', 'Größe über 5 минут'],
    ['', ''],
  ])('%s', (given, shown) => {
    expect(prose(given)).toBe(shown);
  });

  it('has code spans and fences longer than any run of backticks inside', () => {
    expect(code('a `` b')).toBe('```a `` b```');
    expect(code('`')).toBe('`` ` ``');
    expect(code('')).toBe('(empty)');
    expect(fenced('echo ````\nnext', 'sh')).toEqual(['`````sh', 'echo ````', 'next', '`````']);
  });

  it('links nothing but plain addresses', () => {
    expect(address('https://docs.whmcs.com/a/b#c')).toBe('<https://docs.whmcs.com/a/b#c>');
    expect(address('javascript:alert(1)')).toBe('`javascript:alert(1)`');
    expect(address('https://x.test/>')).toBe('`https://x.test/>`');
  });

  it('reads its own test right', () => {
    expect(outsideOfCode('a `b` c\n```\n@x\n```')).toEqual(['a CODE c']);
    expect(() => outsideOfCode('a ` b')).toThrow();
    expect(meant('hello @admin')).toHaveLength(1);
  });
});
