import { providersHidden } from '../../src/logic/sign-in.js';
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'google-library-retired',
  area: 'sign-in',
  title: {
    pass: "The log-in page does not use Google's retired sign-in library",
    fail: "The log-in page uses Google's retired sign-in library",
  },
  causes: ['google-library-retired'],
  needs: ['http.login'],
  judge({ 'http.login': login }, see) {
    const { google } = login;
    if (google === null) {
      const hidden = providersHidden(login);
      return hidden === null ? pass([], { note: 'Google sign-in is not switched on' }) : skip(hidden);
    }
    const evidence = [
      see('http.login', 'Library', google.library === 'gis' ? 'Google Identity Services' : 'gapi.auth2', {
        want: 'Google Identity Services',
      }),
      see('http.login', 'Google client id', google.clientId),
    ];
    if (google.library === 'gis') return pass(evidence);
    // clients created since 29 July 2022 are refused, older ones may go on for now; when a client was created cannot be seen:
    // https://developers.google.com/identity/sign-in/web/deprecation-and-sunset
    return warn({ cause: 'google-library-retired', subject: 'gapi.auth2', confidence: 'possible', evidence });
  },
});
