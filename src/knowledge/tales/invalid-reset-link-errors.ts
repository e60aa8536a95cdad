/** A reset link that is not accepted. */
import type { Tale } from '../../model.js';

export const invalidResetLinkErrors: Tale = {
  problem: 'invalid-reset-link-errors',
  phrases: [
    { text: 'The reset link you have followed is invalid. Please try again.', points: 10 },
    { text: 'The reset link you have followed has expired. Please try again.', points: 8 },
    { text: 'Expired Link Followed. Please try again.', points: 6 },
    { text: 'Invalid Link Followed. Please try again.', points: 6 },
    { text: 'Der Rücksetzungslink ist ungültig. Bitte erneut versuchen.', points: 10, language: 'de' },
    { text: 'Der Rücksetzungslink ist abgelaufen. Bitte erneut versuchen.', points: 8, language: 'de' },
    { text: 'El enlace para restaurar que ha usado no es válido. Por favor, inténtelo de nuevo.', points: 10, language: 'es' },
    { text: 'El enlace para restaurar que ha usado ha caducado. Por favor, inténtelo de nuevo.', points: 8, language: 'es' },
    { text: 'הקישור לאיפוס הסיסמה שלחצתם עליו אינו תקין. אנא נסו לאפס את הסיסמה שוב.', points: 10, language: 'he' },
    { text: 'הקישור לאיפוס הסיסמה שלחצתם עליו אינו בתוקף. אנא נסו לאפס את הסיסמה שוב.', points: 8, language: 'he' },
    { text: '您所点击的重置链接无效，请重试', points: 10, language: 'zh' },
    { text: '您所点击的重置链接已过期，请重试', points: 8, language: 'zh' },
  ],
  signs: [
    {
      when: ['reset-link', 'link-bad'],
      points: 7.6,
      example: 'The reset link is always invalid',
      counterExample: 'The payment link is always valid',
    },
    {
      when: ['password-reset', 'link-bad'],
      points: 6.6,
      example: 'Forgot password sends a link that is expired at once',
      counterExample: 'Reset the counter, the coupon is expired',
    },
    {
      when: ['reset-link', 'url-differs'],
      points: 5.4,
      example: 'The reset link in the mail has http instead of https',
      counterExample: 'The affiliate link has www',
    },
    {
      when: ['reset-link', 'back-to-login'],
      points: 5.2,
      example: 'The password reset link only opens the login page again',
      counterExample: 'The menu link opens the home page',
    },
    {
      when: ['reset-link', 'cannot-open'],
      points: 5,
      example: 'The reset link leads to a 404',
      counterExample: 'The download link leads to a 404',
    },
    {
      when: ['reset-link', 'trouble'],
      points: 4,
      example: 'The password reset link is broken',
      counterExample: 'The broken link checker',
      unless: ['mail-missing'],
    },
  ],
  counterExample: 'The download link you have followed is temporarily offline',
  question: 'Does the mail with the reset link arrive, and the link says that it is invalid or expired?',
  steps: [
    {
      text: 'Compare the address of the link with the System URL and with the page where the reset was asked for: all must be the same, with www and https.',
      risk: 'none',
    },
    { text: 'Ask for a new link at exactly the System URL, and open only the newest mail.', risk: 'none' },
  ],
};
