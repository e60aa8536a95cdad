/** Every fault of the System URL, of redirects and of the certificate. */
import { prove } from './faults/prove.js';
import { urlFaults } from './faults/url.js';

prove(urlFaults);
