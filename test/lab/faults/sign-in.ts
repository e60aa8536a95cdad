/** Faults of the social sign-in, at the providers and in WHMCS. */
import type { Lab } from '../lab.js';
import { site } from '../names.js';
import { accounts } from '../seed.js';
import type { Fault } from './fault.js';
import { unmeasuredClock } from './unmeasured-clock.js';

const client = '123456789012-l4bl4bl4bl4bl4bl4bl4bl4bl4bl4bl4.apps.googleusercontent.com';
const origin = 'https://www.billing.test';

export async function withGoogle(
  lab: Lab,
  registered: { readonly client?: string; readonly origins?: readonly string[] } = {},
): Promise<void> {
  lab.internet.registered.googleClient = registered.client ?? client;
  lab.internet.registered.googleOrigins = [...(registered.origins ?? [origin])];
  lab.internet.registered.googleRedirects = [origin];
  await lab.setting('LabGoogleClient', client);
  await lab.sql(
    "REPLACE INTO tblauthn_config (provider, setting, value) VALUES ('google_signin', 'Enabled', 'x'), ('google_signin', 'ClientId', 'x')",
  );
}

const twitterKeys = {
  TWITTER_API_KEY: 'labkeylabkeylabkeylabkey1',
  TWITTER_API_SECRET: 'labsecretlabsecretlabsecretlabsecretlabsecretlabs1',
};
const twitterCallback = `${site.url}index.php`;

export async function withTwitter(lab: Lab, callbacks: readonly string[], secret: string): Promise<void> {
  const { registered } = lab.internet;
  registered.twitterKey = twitterKeys.TWITTER_API_KEY;
  registered.twitterSecret = secret;
  registered.twitterCallbacks = [...callbacks];
  await lab.setting('LabTwitter', 'on');
  await lab.sql("REPLACE INTO tblauthn_config (provider, setting, value) VALUES ('twitter_oauth', 'Enabled', 'x')");
}

const googleSecret = { GOOGLE_CLIENT_SECRET: 'GOCSPX-lablablablablablablablabla12' };

const facebookKeys = { FACEBOOK_APP_ID: '1234567890123456', FACEBOOK_APP_SECRET: '0123456789abcdef0123456789abcdef' };

export async function withFacebook(lab: Lab, domains: readonly string[], secret: string): Promise<void> {
  const { registered } = lab.internet;
  registered.facebookApp = facebookKeys.FACEBOOK_APP_ID;
  registered.facebookSecret = secret;
  registered.facebookDomains = [...domains];
  await lab.setting('LabFacebookApp', facebookKeys.FACEBOOK_APP_ID);
  await lab.sql("REPLACE INTO tblauthn_config (provider, setting, value) VALUES ('facebook_signin', 'Enabled', 'x')");
}

export const signInFaults: readonly Fault[] = [
  {
    cause: 'google-origin-unregistered',
    problems: ['google-verification-failures'],
    inject: (lab) => withGoogle(lab, { origins: ['https://billing.test'] }),
    heal: (lab) => withGoogle(lab),
  },
  {
    cause: 'google-client-invalid',
    inject: (lab) => withGoogle(lab, { client: 'another' }),
    heal: (lab) => withGoogle(lab),
  },
  {
    cause: 'google-library-retired',
    status: 1,
    inject: async (lab) => {
      await withGoogle(lab);
      await lab.setting('LabGoogleLibrary', 'gapi');
    },
    heal: (lab) => lab.setting('LabGoogleLibrary', 'gis'),
  },
  {
    cause: 'social-sign-in-insecure-url',
    inject: async (lab) => {
      await withGoogle(lab);
      await lab.setting('SystemURL', 'http://www.billing.test/');
    },
    heal: (lab) => lab.setting('SystemURL', site.url),
  },
  {
    cause: 'twitter-callback-unregistered',
    status: 1,
    env: twitterKeys,
    inject: (lab) => withTwitter(lab, ['https://billing.test/'], twitterKeys.TWITTER_API_SECRET),
    heal: (lab) => withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET),
  },
  {
    cause: 'twitter-credentials-invalid',
    env: twitterKeys,
    inject: (lab) => withTwitter(lab, [twitterCallback], 'another'),
    heal: (lab) => withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET),
  },
  {
    cause: 'facebook-credentials-invalid',
    env: facebookKeys,
    inject: (lab) => withFacebook(lab, ['billing.test'], 'another'),
    heal: (lab) => withFacebook(lab, ['billing.test'], facebookKeys.FACEBOOK_APP_SECRET),
  },
  {
    cause: 'facebook-domain-missing',
    env: facebookKeys,
    inject: (lab) => withFacebook(lab, ['other.test'], facebookKeys.FACEBOOK_APP_SECRET),
    heal: (lab) => withFacebook(lab, ['billing.test'], facebookKeys.FACEBOOK_APP_SECRET),
  },
  {
    cause: 'google-secret-invalid',
    env: googleSecret,
    problems: ['invalid-details-errors'],
    inject: async (lab) => {
      await withGoogle(lab);
      lab.internet.registered.googleSecret = 'another';
    },
    heal: async (lab) => {
      lab.internet.registered.googleSecret = googleSecret.GOOGLE_CLIENT_SECRET;
      await Promise.resolve();
    },
  },
  {
    cause: 'google-client-invalid',
    how: 'a new client has another secret too',
    env: googleSecret,
    inject: (lab) => withGoogle(lab, { client: 'another' }),
    heal: async (lab) => {
      await withGoogle(lab);
      lab.internet.registered.googleSecret = googleSecret.GOOGLE_CLIENT_SECRET;
    },
  },
  {
    cause: 'provider-unreachable',
    problems: ['google-remote-linking-failures'],
    inject: async (lab) => {
      await withGoogle(lab);
      await lab.internet.hosts['www.googleapis.com'].close();
    },
    heal: (lab) => lab.internet.hosts['www.googleapis.com'].open(),
  },
  {
    cause: 'provider-unreachable',
    how: 'X under both of its names',
    problems: ['twitter-connection-errors'],
    inject: async (lab) => {
      await withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET);
      for (const host of ['api.x.com', 'api.twitter.com'] as const) await lab.internet.hosts[host].beSilent();
    },
    heal: (lab) => lab.internet.hosts['api.twitter.com'].open(),
  },
  {
    cause: 'twitter-access-level',
    env: twitterKeys,
    problems: ['twitter-connection-errors'],
    inject: async (lab) => {
      await withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET);
      lab.internet.registered.twitterAccess = false;
    },
    heal: async (lab) => {
      lab.internet.registered.twitterAccess = true;
      await Promise.resolve();
    },
  },
  {
    ...unmeasuredClock,
    env: twitterKeys,
    problems: ['twitter-connection-errors'],
    inject: async (lab) => {
      await withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET);
      await unmeasuredClock.inject(lab);
    },
  },
  {
    cause: 'facebook-app-not-live',
    status: 1,
    args: ['--only', 'facebook-app-not-setup-errors'],
    env: facebookKeys,
    inject: (lab) => withFacebook(lab, ['billing.test'], facebookKeys.FACEBOOK_APP_SECRET),
    heal: async (lab) => {
      lab.internet.registered.facebookPrivacyPolicy = 'https://www.billing.test/privacy';
      await Promise.resolve();
    },
  },
  {
    cause: 'account-not-linked',
    status: 1,
    args: ['--user', accounts.user.username, '--only', 'account-not-linked'],
    problems: ['twitter-link-initiated-messages'],
    inject: (lab) => withTwitter(lab, [twitterCallback], twitterKeys.TWITTER_API_SECRET),
    heal: async (lab) => {
      await lab.sql("INSERT INTO tblauthn_account_links (provider, remote_user_id, user_id) VALUES ('twitter_oauth', '4711', 1)");
    },
  },
];
