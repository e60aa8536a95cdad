/** Faults of headers that do not fit, of a private /tmp and of a quota. */
import { headerFaults } from './faults/headers.js';
import { privateTmpFaults } from './faults/private-tmp.js';
import { prove } from './faults/prove.js';
import { quotaFaults } from './faults/quota.js';

prove([...headerFaults, ...privateTmpFaults, ...quotaFaults]);
