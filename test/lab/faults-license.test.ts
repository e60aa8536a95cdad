/** Every fault of the license: its key, what it is bound to, and where it is checked from. */
import { licenseValidityFaults } from './faults/license-validity.js';
import { prove } from './faults/prove.js';

prove(licenseValidityFaults);
