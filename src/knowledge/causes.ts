/** All causes, by area. */
import type { Cause } from '../model.js';
import { certificateCauses } from './causes/certificates.js';
import { clockCauses } from './causes/clock.js';
import { licenseCauses } from './causes/license.js';
import { proxyCauses } from './causes/proxy.js';
import { sessionCauses } from './causes/sessions.js';
import { signInCauses } from './causes/sign-in.js';
import { accessCauses } from './causes/access.js';
import { adminAreaCauses } from './causes/admin-area.js';
import { licenseValidityCauses } from './causes/license-validity.js';
import { sessionRequestCauses } from './causes/session-requests.js';
import { duoCauses } from './causes/duo.js';
import { themeCauses } from './causes/theme.js';
import { mailCauses } from './causes/mail.js';
import { timeZoneCauses } from './causes/time-zone.js';
import { softwareCauses } from './causes/software.js';
import { resetLinkCauses } from './causes/reset-links.js';
import { urlCauses } from './causes/url.js';
import { pageCauses } from './causes/pages.js';

export const causes: readonly Cause[] = [
  ...proxyCauses,
  ...urlCauses,
  ...certificateCauses,
  ...sessionCauses,
  ...clockCauses,
  ...licenseCauses,
  ...signInCauses,
  ...accessCauses,
  ...adminAreaCauses,
  ...pageCauses,
  ...licenseValidityCauses,
  ...sessionRequestCauses,
  ...duoCauses,
  ...themeCauses,
  ...mailCauses,
  ...timeZoneCauses,
  ...softwareCauses,
  ...resetLinkCauses,
];
