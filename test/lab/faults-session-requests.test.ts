/** Every fault of single requests, of the cleaners, and of what SELinux denies. */
import { prove } from './faults/prove.js';
import { sessionRequestFaults } from './faults/session-requests.js';

prove(sessionRequestFaults);
