/** Faults of the social sign-in, at the providers and in WHMCS. */
import type { Lab } from '../lab.js';
import { site } from '../names.js';
import type { Fault } from './fault.js';

const client = '123456789012-l4bl4bl4bl4bl4bl4bl4bl4bl4bl4bl4.apps.googleusercontent.com';
const origin = 'https://www.billing.test';

export async function withGoogle(
  lab: Lab,
  registered: { readonly client?: string; readonly origins?: readonly string[] } = {},
): Promise<void> {
  lab.internet.registered.googleClient = registered.client ?? client;
  lab.internet.registered.googleOrigins = [...(registered.origins ?? [origin])];
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

async function withTwitter(lab: Lab, callbacks: readonly string[], secret: string): Promise<void> {
  const { registered } = lab.internet;
  registered.twitterKey = twitterKeys.TWITTER_API_KEY;
  registered.twitterSecret = secret;
  registered.twitterCallbacks = [...callbacks];
  await lab.setting('LabTwitter', 'on');
  await lab.sql("REPLACE INTO tblauthn_config (provider, setting, value) VALUES ('twitter_oauth', 'Enabled', 'x')");
}

const facebookKeys = { FACEBOOK_APP_ID: '1234567890123456', FACEBOOK_APP_SECRET: '0123456789abcdef0123456789abcdef' };

async function withFacebook(lab: Lab, domains: readonly string[], secret: string): Promise<void> {
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
];
