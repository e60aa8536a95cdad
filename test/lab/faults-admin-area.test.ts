/** Every fault of Friendly URLs, of the admin folder, of a firewall and of the captcha. */
import { adminAreaFaults } from './faults/admin-area.js';
import { prove } from './faults/prove.js';

prove(adminAreaFaults);
