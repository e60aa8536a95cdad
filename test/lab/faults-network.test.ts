/** Every fault of the clocks and the license servers. */
import { prove } from './faults/prove.js';
import { clockFaults, licenseFaults } from './faults/network.js';

prove([...clockFaults, ...licenseFaults]);
