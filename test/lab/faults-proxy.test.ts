/** Every fault of the way through a proxy. */
import { edgeFaults } from './faults/pages.js';
import { prove } from './faults/prove.js';
import { proxyFaults } from './faults/proxy.js';

prove([...proxyFaults, ...edgeFaults]);
