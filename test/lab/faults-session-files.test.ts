/** Every fault of the session folder, and of the room in it. */
import { prove } from './faults/prove.js';
import { sessionFolderFaults } from './faults/session-folder.js';

prove(sessionFolderFaults);
