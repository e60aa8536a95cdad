/** Every fault of the clocks, the license servers and the sign-in providers. */
import { prove } from './faults/prove.js';
import { clockFaults, licenseFaults } from './faults/network.js';
import { signInFaults } from './faults/sign-in.js';

prove([...clockFaults, ...licenseFaults, ...signInFaults]);
