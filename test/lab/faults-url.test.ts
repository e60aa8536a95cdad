/** Every fault of the System URL, of redirects, of the certificate and of single pages. */
import { pageFaults } from './faults/pages.js';
import { prove } from './faults/prove.js';
import { urlFaults } from './faults/url.js';

prove([...urlFaults, ...pageFaults]);
