/** Causes of the area sessions. */
import type { Cause } from '../../model.js';
import { selinuxCauses } from './selinux.js';
import { sessionCleaningCauses } from './session-cleaning.js';
import { sessionCookieCauses } from './session-cookies.js';
import { sessionFolderCauses } from './session-folder.js';
import { sessionStoreCauses } from './session-stores.js';
import { sessionWebServerCauses } from './session-web-server.js';

export const sessionCauses: readonly Cause[] = [
  ...sessionFolderCauses,
  ...sessionCookieCauses,
  ...sessionStoreCauses,
  ...sessionCleaningCauses,
  ...sessionWebServerCauses,
  ...selinuxCauses,
];
