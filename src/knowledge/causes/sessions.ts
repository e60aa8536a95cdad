/** Causes of the area sessions. */
import type { Cause } from '../../model.js';
import { sessionCookieCauses } from './session-cookies.js';
import { sessionFolderCauses } from './session-folder.js';
import { sessionStoreCauses } from './session-stores.js';

export const sessionCauses: readonly Cause[] = [...sessionFolderCauses, ...sessionCookieCauses, ...sessionStoreCauses];
