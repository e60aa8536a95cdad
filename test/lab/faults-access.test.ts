/** Every fault of who may sign in and see what. */
import { prove } from './faults/prove.js';
import { accessFaults } from './faults/access.js';

prove(accessFaults);
