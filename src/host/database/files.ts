/** What the database client looks at in the file system of the machine that it connects from. */
import { stat } from 'node:fs/promises';
import { readSmallFile } from '../small-file.js';

export interface DatabaseFiles {
  /** Who owns the socket at this path; null: there is none. */
  socketOwner(path: string): Promise<number | null>;
  /** The text of a certificate or key; `what` begins the sentence of the LookFailed. */
  pem(path: string, what: string): Promise<string>;
}

const largestPem = 1024 * 1024;

export const filesHere: DatabaseFiles = {
  socketOwner: (path) =>
    stat(path).then(
      (found) => (found.isSocket() ? found.uid : null),
      () => null,
    ),
  pem: async (path, what) => readSmallFile(path, what, largestPem).toString('utf8'),
};
