/** What the log-in page can tell about sign-in providers. */
import type { LoginPage } from '../model.js';

/** Why the page says nothing about providers; null: it shows the log-in form, so what it does not show is switched off. */
export function providersHidden(page: LoginPage): string | null {
  if (page.challenge) return 'a challenge of the CDN stands in front of the log-in page, so no program sees which providers it offers';
  if (page.notice !== null) return 'another page stands in the place of the log-in page, so the providers it offers are not seen';
  if (page.form === null && page.providers.length === 0 && page.google === null) {
    return 'the page that was found has no log-in form, so the providers it offers are not seen';
  }
  return null;
}
