/** Facebook does not know the site’s address. */
import type { Tale } from '../../model.js';

export const facebookUrlErrors: Tale = {
  problem: 'facebook-url-errors',
  phrases: [
    { text: "Can't Load URL", points: 6, apart: 8 },
    { text: "The domain of this URL isn't included in the app's domains", points: 10 },
    { text: 'add all domains and subdomains of your app to the App Domains field in your app settings', points: 10 },
    { text: 'URL Blocked: This redirect failed because the redirect URI is not whitelisted in the app’s Client OAuth Settings', points: 9 },
    { text: 'JSSDK Unknown Host domain', points: 8 },
    { text: 'The redirect_uri URL must be absolute', points: 6 },
    { text: 'Facebook has detected that this app is not using a secure connection to transfer information', points: 8 },
    { text: 'The method FB.login can no longer be called from http pages', points: 9 },
  ],
  signs: [
    {
      when: ['facebook', 'app-domain'],
      points: 8,
      example: 'Facebook login: domain not included in the app domains',
      counterExample: 'We advertise our domain on Facebook',
    },
    {
      when: ['app-domain', 'social-login'],
      points: 5.6,
      example: 'URL blocked when people log in with social accounts',
      counterExample: 'Social media app with a domain',
      unless: ['google', 'twitter'],
    },
    {
      when: ['facebook', 'callback'],
      points: 5.8,
      example: 'Facebook does not like our redirect URI',
      counterExample: 'Facebook called back about the advert',
    },
    {
      when: ['facebook', 'social-login', 'url-differs'],
      points: 5.2,
      example: 'Login with Facebook fails on the www address',
      counterExample: 'Our Facebook page has another address',
    },
    {
      when: ['facebook', 'social-login', 'domain-changed'],
      points: 5.6,
      example: 'Facebook sign-in broke when we moved to https',
      counterExample: 'We changed our domain and told everybody on Facebook',
    },
  ],
  counterExample: "Can't load the invoice as PDF",
  question: 'Does Facebook say that a URL or domain is not allowed for the app?',
  steps: [
    {
      text: 'At developers.facebook.com/apps > Settings > Basic put the host of the WHMCS System URL into App Domains, and the System URL (https) as Site URL.',
      risk: 'low',
    },
    { text: 'At Facebook Login > Settings add the same address to Valid OAuth Redirect URIs.', risk: 'low' },
    { text: 'Redirect every other address of the site to the System URL.', risk: 'low' },
  ],
};
