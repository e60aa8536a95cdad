/**
 * Whether an answer is a proxy's challenge instead of the site: a program is challenged where a browser may not be, so what follows is
 * unknown. https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 */
export function isChallenge(status: number, headers: Readonly<Record<string, string>>, body: string): boolean {
  if (headers['cf-mitigated'] === 'challenge') return true;
  if (status !== 403 && status !== 503 && status !== 429) return false;
  const start = body.slice(0, 65_536);
  return (
    start.includes('/cdn-cgi/challenge-platform/') || start.includes('_cf_chl_opt') || /<title>\s{0,20}Just a moment\.\.\./i.test(start)
  );
}
