/** Not an error: the account is linked once. */
import type { Tale } from '../../model.js';

export const twitterLinkInitiatedMessages: Tale = {
  problem: 'twitter-link-initiated-messages',
  phrases: [
    { text: 'Link Initiated!', points: 6, apart: 8 },
    { text: 'Please complete sign in to associate this service with your existing account', points: 9 },
    { text: 'You will only have to do this once', points: 5 },
    { text: 'Please complete the registration form below', points: 5, apart: 6 },
    { text: 'Please complete your new account information', points: 4, apart: 5 },
    { text: '链接已启动！', points: 8, language: 'zh' },
    { text: '请完成登录，将此服务与现有的账户关联。您只需要操作一次', points: 9, language: 'zh' },
    { text: '请填写下面的注册表格', points: 5, language: 'zh' },
  ],
  signs: [
    {
      when: ['link-initiated', 'twitter'],
      points: 7.4,
      example: 'After Twitter it asks me to complete the registration form',
      counterExample: 'We initiated a link on Twitter',
    },
    {
      when: ['link-initiated', 'social-login'],
      points: 6.2,
      example: 'Sign in with Google, and then it wants me to fill in the registration',
      counterExample: 'Social registration of companies',
    },
    {
      when: ['link-initiated', 'google'],
      points: 5,
      example: 'With Google the client still has to register',
      counterExample: 'Google registers domains',
    },
    {
      when: ['link-initiated', 'facebook'],
      points: 5,
      example: 'Facebook login, then please complete the registration form',
      counterExample: 'A Facebook page for events',
    },
    {
      when: ['link-initiated'],
      points: 3.2,
      example: 'Please complete the registration form to associate this service',
      counterExample: 'Please complete the survey',
    },
  ],
  counterExample: 'The download was started by the customer',
  question: 'Does the page say “Link Initiated!” and ask to sign in or register once?',
  steps: [
    { text: 'Nothing is broken: the person signs in or registers once, and the account is linked from then on.', risk: 'none' },
    {
      text: 'If it comes every time, the last step is not finished: sign in on that very page, with the password of the existing account.',
      risk: 'none',
    },
  ],
};
