/** Every message that logs are searched for. */
import type { Message } from '../model.js';
import { mailMessages } from './messages/mail.js';
import { phpMessages } from './messages/php.js';
import { providerMessages } from './messages/providers.js';
import { sessionMessages } from './messages/sessions.js';
import { webServerMessages } from './messages/web-server.js';
import { whmcsMessages } from './messages/whmcs.js';

export const messages: readonly Message[] = [
  ...sessionMessages,
  ...phpMessages,
  ...webServerMessages,
  ...whmcsMessages,
  ...providerMessages,
  ...mailMessages,
];
