/** What the log-in page and the settings can tell about sign-in providers. */
import type { Fact, LoginPage, SignInProvider, WhmcsSettings } from '../model.js';

/** Why the page says nothing about providers; null: it shows the log-in form, so what it does not show is switched off. */
export function providersHidden(page: LoginPage): string | null {
  if (page.challenge) return 'a challenge of the CDN stands in front of the log-in page, so no program sees which providers it offers';
  if (page.notice !== null) return 'another page stands in the place of the log-in page, so the providers it offers are not seen';
  if (page.form === null && page.providers.length === 0 && page.google === null) {
    return 'the page that was found has no log-in form, so the providers it offers are not seen';
  }
  return null;
}

/** The provider of one of WHMCS's own names, of which only google_signin is documented by anybody; null: not known. */
export function providerNamed(name: string): SignInProvider | null {
  const found = /google|facebook|twitter/i.exec(name)?.[0].toLowerCase();
  return found === 'google' || found === 'facebook' || found === 'twitter' ? found : null;
}

export interface Enabled {
  readonly providers: readonly SignInProvider[];
  readonly by: 'log-in page' | 'settings';
}

/**
 * Which providers are switched on: as visitors see it, else those that have settings, of which some may be switched off (the values are
 * encrypted). null: neither was seen.
 */
export function enabledProviders(login: Fact<LoginPage>, settings: Fact<WhmcsSettings>): Enabled | null {
  if (login.ok && providersHidden(login.value) === null) return { providers: login.value.providers, by: 'log-in page' };
  if (!settings.ok || settings.value.signInProviders === null) return null;
  const named = Object.keys(settings.value.signInProviders).map(providerNamed);
  return { providers: [...new Set(named.filter((name) => name !== null))], by: 'settings' };
}

export const providerNames: Readonly<Record<SignInProvider | 'duo', string>> = {
  google: 'Google',
  facebook: 'Facebook',
  twitter: 'X',
  duo: 'Duo Security',
};
