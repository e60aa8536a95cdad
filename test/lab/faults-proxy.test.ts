/** Every fault of the way through a proxy. */
import { prove } from './faults/prove.js';
import { proxyFaults } from './faults/proxy.js';

prove(proxyFaults);
