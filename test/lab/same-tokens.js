/** Loaded before the program where bundles are recorded for the tests: what is redacted gets the same token in every one of them. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { randomBytes } = crypto;
// the key of the tokens, and nothing else, has this length
crypto.randomBytes = (size, done) => (size === 32 ? Buffer.alloc(32, 7) : randomBytes(size, done));
syncBuiltinESMExports();
