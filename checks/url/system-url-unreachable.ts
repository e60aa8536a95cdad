/** The System URL gives no page: its name is unknown, nothing answers, or it leads to where no visitor can go. */
import { defineCheck, fail, pass, skip, unknown, warn, type Edge, type Judgement, type See, type Site } from '../../src/index.js';
import { isNoPage } from '../../src/logic/http-answer.js';
import { walkOf } from '../../src/logic/site-view.js';

/** On the server itself these can be a firewall or a router that does not lead its own public address back in. */
const silent: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

export default defineCheck({
  id: 'system-url-unreachable',
  area: 'url',
  title: { pass: 'The System URL answers', fail: 'The System URL does not answer' },
  causes: ['system-url-unresolvable', 'system-url-unreachable', 'redirect-to-private-address'],
  needs: ['http.site'],
  wants: ['proxy.dns', 'install.root', 'proxy.edge'],
  judge({ 'http.site': site, 'proxy.dns': dns, 'install.root': root, 'proxy.edge': edge }, see) {
    const walk = walkOf(site, 'system-url');
    if (walk === null) return unknown('the System URL was not followed');
    const said = { subject: site.url };
    const { failure } = walk;
    const apart = edge.ok && visitorsGetPage(edge.value);
    switch (walk.outcome) {
      case 'answered':
        if (walk.status === null || !isNoPage(walk.status))
          return twinsInside(site, see) ?? pass([see('http.site', 'Status', walk.status, { source: walk.end })]);
        if (apart)
          return unknown(`what answers at --origin (HTTP ${walk.status}) is not the site that visitors get`, {
            settle: 'Give the address of the server to which the proxy leads.',
          });
        return fail({
          ...said,
          cause: 'system-url-unreachable',
          confidence: 'proved',
          title:
            walk.status < 500
              ? 'There is no page at the System URL'
              : 'What stands behind the System URL does not answer the server in front',
          evidence: [see('http.site', 'Status', walk.status, { want: 200, source: walk.end })],
        });
      case 'loop':
      case 'too-many-redirects':
        return skip('the System URL redirects without end: see redirect-loop');
      case 'redirect-to-private-address': {
        const redirected = walk.hops.length > 0;
        const title = redirected
          ? 'The System URL redirects to an address that visitors cannot reach'
          : 'The name in the System URL leads to an address that visitors cannot reach';
        const evidence = [
          see('http.site', redirected ? 'Redirects to' : 'Leads to', `${walk.end} (${failure?.address ?? 'not public'})`, {
            want: 'a public address',
          }),
        ];
        return fail({ ...said, cause: 'redirect-to-private-address', confidence: 'proved', title, evidence });
      }
      case 'redirect-unusable': {
        const title = 'The System URL redirects to something that is no address';
        const evidence = [
          see('http.site', 'Location', walk.hops.at(-1)?.location ?? null, { want: 'an http or https address', source: walk.end }),
        ];
        return fail({ ...said, cause: 'system-url-unreachable', confidence: 'proved', title, evidence });
      }
      case 'failed': {
        if (apart) {
          const server = failure?.address == null ? '' : ` (${failure.address})`;
          return unknown(`the server does not answer this machine at --origin${server}: its firewall may admit only the proxy`, {
            settle: 'Run it from a machine that the firewall admits, on the server itself, or without --origin.',
          });
        }
        const evidence = [
          see('http.site', `Failed at ${failure?.stage ?? 'http'}`, `${failure?.code ?? ''} ${failure?.message ?? ''}`.trim(), {
            source: walk.end,
          }),
        ];
        const elsewhere = dns.ok && (dns.value.visitors?.length ?? 0) > 0;
        if (failure?.stage === 'dns') {
          if (failure.code === 'EAI_AGAIN' || failure.code === 'ETIMEDOUT')
            return unknown('the resolver of this machine gave no answer about the System URL’s name');
          const named = { ...said, cause: 'system-url-unresolvable', title: 'The name in the System URL has no address', evidence };
          return elsewhere
            ? warn({ ...named, confidence: 'proved', title: 'This machine cannot look up the name in the System URL' })
            : fail({ ...named, confidence: 'proved' });
        }
        if (root.ok && failure !== null && silent.has(failure.code))
          return warn({ ...said, cause: 'system-url-unreachable', confidence: 'possible', evidence });
        return fail({ ...said, cause: 'system-url-unreachable', confidence: 'likely', evidence });
      }
    }
  },
});

/** Through the proxy the site is there: its visitors miss nothing. */
function visitorsGetPage(edge: Edge): boolean {
  const walk = walkOf(edge.site, 'system-url');
  return walk?.outcome === 'answered' && !isNoPage(walk.status);
}

/** Who types the address without https:// or www is led where nobody can follow. */
function twinsInside({ walks }: Site, see: See<'http.site'>): readonly Judgement[] | null {
  const astray = walks.filter(
    ({ why, outcome, hops }) => why !== 'system-url' && outcome === 'redirect-to-private-address' && hops.length > 0,
  );
  if (astray.length === 0) return null;
  return astray.map(({ from, end, failure }) =>
    warn({
      cause: 'redirect-to-private-address',
      subject: from,
      confidence: 'proved',
      title: 'A twin of the System URL redirects to an address that visitors cannot reach',
      evidence: [
        see('http.site', 'Redirects to', `${end} (${failure?.address ?? 'not public'})`, { want: 'a public address', source: from }),
      ],
    }),
  );
}
