/** Every fault of the sign-in providers and of Duo Security. */
import { prove } from './faults/prove.js';
import { duoFaults } from './faults/duo.js';
import { signInFaults } from './faults/sign-in.js';

prove([...signInFaults, ...duoFaults]);
