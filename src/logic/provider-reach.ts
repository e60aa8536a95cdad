/** Whether the web PHP reaches what WHMCS needs of each provider. */
import type { ProvidersFromPhp, WebCurl } from '../model.js';

type Reach = ProvidersFromPhp['reaches'][number];

export interface ProviderReach {
  readonly provider: Reach['provider'];
  readonly seen: readonly WebCurl[];
  /** What is missing; []: nothing. */
  readonly unreached: readonly WebCurl[];
  /** Signing in itself needs what is missing, not only the saving of settings. */
  readonly needed: boolean;
}

/** Any answer over a verified connection is the provider's: what it says at an address without a question is not looked at. */
function isReached({ errno }: WebCurl): boolean {
  return errno === 0;
}

export function providersReached({ reaches }: ProvidersFromPhp): readonly ProviderReach[] {
  const providers = [...new Set(reaches.map(({ provider }) => provider))];
  return providers.map((provider) => {
    const own = reaches.filter((one) => one.provider === provider);
    const either = own.filter(({ use }) => use === 'either');
    const oneWorks = either.some(({ seen }) => isReached(seen));
    const missing = own.filter(({ use, seen }) => !isReached(seen) && !(use === 'either' && oneWorks));
    return {
      provider,
      seen: own.map(({ seen }) => seen),
      unreached: missing.map(({ seen }) => seen),
      needed: missing.some(({ use }) => use !== 'settings'),
    };
  });
}
