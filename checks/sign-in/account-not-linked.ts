import { enabledProviders, providerNamed, providerNames } from '../../src/logic/sign-in.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'account-not-linked',
  area: 'sign-in',
  // Most users link nothing, ever: that is news only to whoever asks about the message.
  onlyWhenSelected: true,
  title: { pass: 'The user has linked an account at a sign-in provider', fail: 'The user has not linked an account at a sign-in provider' },
  causes: ['account-not-linked'],
  needs: ['social.links'],
  wants: ['http.login', 'database.settings'],
  judge({ 'social.links': { accounts, links }, 'http.login': login, 'database.settings': settings }, see) {
    if (accounts === 0) return skip('no user has this e-mail address, so there is nothing that could be linked');
    const enabled = enabledProviders(login, settings);
    if (enabled === null) return skip('which providers are switched on was not seen');
    if (enabled.providers.length === 0) return pass([], { note: 'no sign-in provider is switched on' });
    const names = Object.keys(links);
    const linked = names.map(providerNamed);
    const evidence = [
      see('social.links', 'Linked accounts', names.map((name) => `${name}: ${links[name] ?? 0}`).join(', ') || 'none'),
      see(enabled.by === 'log-in page' ? 'http.login' : 'database.settings', 'Providers switched on', enabled.providers.join(', ')),
    ];
    const missing = enabled.providers.filter((provider) => !linked.includes(provider));
    if (missing.length === 0) return pass(evidence);
    if (missing.length < enabled.providers.length)
      return pass(evidence, { note: `not linked: ${missing.map((provider) => providerNames[provider]).join(', ')}` });
    // The names of WHMCS's providers but Google's are not documented: one that is not known may be any of them.
    if (linked.includes(null)) return skip(`${names.join(', ')} are linked, and which provider that is, is not known`);
    return warn({
      cause: 'account-not-linked',
      subject: 'the user named by --user',
      confidence: 'possible',
      title: `The user has linked no account at ${missing.map((provider) => providerNames[provider]).join(', ')}: WHMCS asks once to sign in or register with it`,
      evidence,
    });
  },
});
