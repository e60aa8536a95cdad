/**
 * The answer of WHMCS's own connection test, <admin folder>/login.php?conntest=1, observed at WHMCS 8.6.1. The texts of a failed test are not
 * known: a host without "Connection Successful!" did not succeed, and an answer without the opening lines is no connection test at all.
 */

export interface TestedHost {
  readonly url: string;
  readonly address: string | null;
  readonly status: number | null;
  readonly success: boolean;
}

const opening = /Testing Connection to '(https:\/\/[^'\s]{1,300})'/g;
const mostHosts = 10;

/** One entry per host, in the order of the answer; empty: this is not a connection test. */
export function parseConnectionTest(body: string): readonly TestedHost[] {
  const starts = [...body.matchAll(opening)].slice(0, mostHosts);
  return starts.map((start, index) => {
    const part = body.slice(start.index + start[0].length, starts[index + 1]?.index ?? body.length);
    const address = /URL resolves to ([0-9a-fA-F.:]{2,45})/.exec(part)?.[1] ?? null;
    const status = /Response Code: (\d{1,3})\b/.exec(part)?.[1];
    return {
      url: start[1] ?? '',
      address,
      status: status === undefined ? null : Number(status),
      success: part.includes('Connection Successful!'),
    };
  });
}
