/** All causes, by area. */
import type { Cause } from '../model.js';
import { certificateCauses } from './causes/certificates.js';
import { clockCauses } from './causes/clock.js';
import { licenseCauses } from './causes/license.js';
import { proxyCauses } from './causes/proxy.js';
import { sessionCauses } from './causes/sessions.js';
import { signInCauses } from './causes/sign-in.js';
import { urlCauses } from './causes/url.js';

export const causes: readonly Cause[] = [
  ...proxyCauses,
  ...urlCauses,
  ...certificateCauses,
  ...sessionCauses,
  ...clockCauses,
  ...licenseCauses,
  ...signInCauses,
];
