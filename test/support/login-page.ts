import type { LoginPage } from '../../src/model.js';

/** A log-in page with nothing remarkable; tests change what they are about. */
export function loginPage(changes: Partial<LoginPage> = {}): LoginPage {
  return {
    url: 'https://billing.example.com/index.php?rp=/login',
    status: 200,
    foundBy: 'route',
    form: { action: '/index.php?rp=/login', hasToken: true },
    printedSystemUrl: null,
    routeMode: 'basic',
    theme: 'twenty-one',
    cookies: [],
    sessionCookie: null,
    headers: {},
    challenge: false,
    sessionHeaders: true,
    google: null,
    providers: [],
    notice: null,
    ...changes,
  };
}

export const clientId = '123456789012-abc123def456.apps.googleusercontent.com';
