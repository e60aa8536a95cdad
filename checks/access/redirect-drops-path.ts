/** Redirects from other addresses to the site that lose what the reset link asks for: its page, its token or the folder of the install. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'redirect-drops-path',
  area: 'access',
  title: { pass: 'Redirects to the site keep reset links whole', fail: 'A redirect to the site cuts reset links off' },
  causes: ['redirect-drops-path'],
  needs: ['reset.redirects'],
  judge({ 'reset.redirects': { links } }, see) {
    const judged = links.filter(({ arrives }) => arrives !== 'not-seen');
    if (judged.length === 0) return skip('no address that was tried redirects to the site');
    const lost = judged.filter(({ arrives }) => arrives !== 'kept');
    const line = ({ from, to, arrives }: (typeof judged)[number]) =>
      see('reset.redirects', `A reset link at ${from}`, arrives === 'kept' ? 'arrives whole' : `ends at ${to ?? 'nothing'}`, {
        want: 'arrives whole',
        source: from,
      });
    if (lost.length === 0) return pass(judged.map(line));
    return lost.map((link) => {
      const what = link.arrives === 'folder-lost' ? "the install's folder" : 'the page and the token';
      const main = link.why === 'system-url' || link.why === 'used-url';
      const said = { cause: 'redirect-drops-path', subject: link.from, confidence: 'proved', evidence: [line(link)] } as const;
      return (main ? fail : warn)({ ...said, title: `The redirect from ${link.from} loses ${what} of a reset link` });
    });
  },
});
