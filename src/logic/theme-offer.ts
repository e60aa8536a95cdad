/** Whether visitors are offered sign-in with a provider: faults of a theme count only there. */
import type { Fact, LintedPage, LoginPage, ThemePage, WhmcsSettings } from '../model.js';
import { providersHidden } from './sign-in.js';

export type Offer =
  /** A page shows a provider's button. */
  | { readonly is: 'shown'; readonly pages: readonly LintedPage[] }
  /** Providers have settings, and no page shows a button: they are switched off, or the theme cannot show them. */
  | { readonly is: 'stored'; readonly pages: readonly LintedPage[]; readonly providers: readonly string[] }
  | { readonly is: 'none' }
  /** The pages cannot be seen. */
  | { readonly is: 'hidden'; readonly reason: string };

/** null: not seen. */
export function offerOf(login: LoginPage, page: ThemePage | null, settings: WhmcsSettings | null): Offer {
  const hidden = providersHidden(login);
  if (hidden !== null) return { is: 'hidden', reason: hidden };
  const pages = page?.pages ?? pagesOf(login);
  if (pages.some(({ block }) => block)) return { is: 'shown', pages };
  if (login.providers.length > 0) return { is: 'hidden', reason: 'the scripts of the log-in page were not recorded' };
  const stored = Object.entries(settings?.signInProviders ?? {}).filter(([, count]) => count > 0);
  return stored.length > 0 ? { is: 'stored', pages, providers: stored.map(([provider]) => provider) } : { is: 'none' };
}

function pagesOf(login: LoginPage): readonly LintedPage[] {
  return login.lint === undefined ? [] : [{ ...login.lint, page: 'login', url: login.url }];
}

/** The value, or null where it was not seen. */
export function seenOrNull<T>(fact: Fact<T>): T | null {
  return fact.ok ? fact.value : null;
}

export const notOffered = 'no sign-in provider is switched on';
