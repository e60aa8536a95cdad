/** Every fault of mail. */
import { prove } from './faults/prove.js';
import { mailFaults } from './faults/mail.js';

prove(mailFaults);
