/** Every fault of the lab. */
import type { Fault } from './fault.js';
import { clockFaults, licenseFaults } from './network.js';
import { proxyFaults } from './proxy.js';
import { sessionCookieFaults } from './session-cookies.js';
import { sessionFolderFaults } from './session-folder.js';
import { sessionStoreFaults } from './session-stores.js';
import { signInFaults } from './sign-in.js';
import { accessFaults } from './access.js';
import { adminAreaFaults } from './admin-area.js';
import { licenseValidityFaults } from './license-validity.js';
import { sessionRequestFaults } from './session-requests.js';
import { duoFaults } from './duo.js';
import { themeFaults } from './theme.js';
import { mailFaults } from './mail.js';
import { timeZoneFaults } from './time-zone.js';
import { softwareFaults } from './software.js';
import { resetLinkFaults } from './reset-links.js';
import { urlFaults } from './url.js';
import { headerFaults } from './headers.js';
import { privateTmpFaults } from './private-tmp.js';
import { quotaFaults } from './quota.js';
import { edgeFaults, pageFaults } from './pages.js';

export const faults: readonly Fault[] = [
  ...sessionFolderFaults,
  ...sessionCookieFaults,
  ...sessionStoreFaults,
  ...urlFaults,
  ...pageFaults,
  ...edgeFaults,
  ...proxyFaults,
  ...clockFaults,
  ...licenseFaults,
  ...signInFaults,
  ...accessFaults,
  ...adminAreaFaults,
  ...licenseValidityFaults,
  ...sessionRequestFaults,
  ...duoFaults,
  ...themeFaults,
  ...mailFaults,
  ...timeZoneFaults,
  ...softwareFaults,
  ...resetLinkFaults,
  ...headerFaults,
  ...privateTmpFaults,
  ...quotaFaults,
];
export type { Fault } from './fault.js';
