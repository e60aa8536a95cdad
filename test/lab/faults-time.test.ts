import { resetLinkFaults } from './faults/reset-links.js';
import { softwareFaults } from './faults/software.js';
import { timeZoneFaults } from './faults/time-zone.js';
import { prove } from './faults/prove.js';

prove([...timeZoneFaults, ...softwareFaults, ...resetLinkFaults]);
