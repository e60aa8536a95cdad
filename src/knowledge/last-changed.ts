/** The step that takes a suspect module or hook away for a moment. */
import { change } from './steps.js';

/** Public reports blame what was added or updated last more often than anything else. */
export const lastChanged = change(
  'If the evidence names what was changed last, or a hook that handles sessions, move it out of the install for a moment and try again: <part> is its path, <install> the folder of WHMCS. An addon module is better deactivated in the admin area first.',
  'mv <install>/<part> <install>/../whmcs-moved-away',
);
