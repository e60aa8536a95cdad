/** Every fault of the lab. */
import type { Fault } from './fault.js';
import { clockFaults, licenseFaults } from './network.js';
import { proxyFaults } from './proxy.js';
import { sessionCookieFaults } from './session-cookies.js';
import { sessionFolderFaults } from './session-folder.js';
import { sessionStoreFaults } from './session-stores.js';
import { signInFaults } from './sign-in.js';
import { urlFaults } from './url.js';

export const faults: readonly Fault[] = [
  ...sessionFolderFaults,
  ...sessionCookieFaults,
  ...sessionStoreFaults,
  ...urlFaults,
  ...proxyFaults,
  ...clockFaults,
  ...licenseFaults,
  ...signInFaults,
];
export type { Fault } from './fault.js';
