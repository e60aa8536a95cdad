/** Which form WHMCS gives the addresses of its routes, and how an address of each form is written. https://docs.whmcs.com/Friendly_URLs */
import type { Fact, LoginPage, RouteAnswers, UrlForm, WhmcsSettings } from '../model.js';
import { httpUrl } from './url-identity.js';
import { routeModeOf } from './whmcs-routes.js';

/** The form of the addresses that the log-in page itself is made of; null: it shows none. */
export function formOnPage(login: LoginPage): UrlForm | null {
  const action = login.form === null ? null : httpUrl(login.form.action);
  // Before 8.0 the form posts to a file, and the address that was asked for is not WHMCS's choice.
  return action === null ? null : routeModeOf(action);
}

/** Two of the stored values are known, each other one is taken for Full Friendly Rewrite; an empty one says nothing. */
export function formOfSetting(settings: WhmcsSettings): UrlForm | null {
  const row = settings.routeUriPathMode;
  const value = row.present ? row.value.trim().toLowerCase() : '';
  if (value === '') return null;
  return value === 'basic' ? 'basic' : value === 'acceptpathinfo' ? 'index' : 'rewrite';
}

/** The forms in use: what the page shows, and the setting where it says another or the page says nothing. */
export function formsInUse(login: LoginPage, settings: Fact<WhmcsSettings>): RouteAnswers['forms'] {
  const page = formOnPage(login);
  const setting = settings.ok ? formOfSetting(settings.value) : null;
  return [
    ...(page === null ? [] : [{ form: page, from: 'page' } as const]),
    ...(setting === null || setting === page ? [] : [{ form: setting, from: 'setting' } as const]),
  ];
}

/** Address of a route, as `/login`, below a folder of the site: '' or the admin folder with its slash. */
export function routeAddress(site: URL, form: UrlForm, route: string, folder = ''): URL {
  switch (form) {
    case 'basic':
      return new URL(`${folder}index.php?rp=${folder === '' ? '' : `/${folder.replace(/\/$/, '')}`}${route}`, site);
    case 'index':
      return new URL(`${folder}index.php${route}`, site);
    case 'rewrite':
      return new URL(`${folder}${route.slice(1)}`, site);
  }
}

export const formNames: Readonly<Record<UrlForm, string>> = {
  basic: 'Basic URLs',
  index: 'Friendly index.php',
  rewrite: 'Full Friendly Rewrite',
};
