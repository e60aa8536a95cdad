/** Every fault of sessions in Redis, memcached and the database, and of the session cookie. */
import { prove } from './faults/prove.js';
import { sessionCookieFaults } from './faults/session-cookies.js';
import { sessionStoreFaults } from './faults/session-stores.js';

prove([...sessionStoreFaults, ...sessionCookieFaults]);
