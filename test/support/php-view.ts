import type { PhpView } from '../../src/model.js';

/** A web PHP asked over FastCGI with nothing remarkable; tests change what they are about. */
export function phpView(changes: Partial<PhpView> = {}): PhpView {
  return {
    way: 'fastcgi',
    version: '8.2.36',
    sapi: 'fpm-fcgi',
    ini: {},
    iniFrom: {},
    extensions: ['core', 'curl', 'session'],
    disabledFunctions: [],
    user: null,
    clock: { lowMs: -3, highMs: 4 },
    timeZone: 'UTC',
    utcOffsetSeconds: 0,
    curl: { version: '7.88.1', ssl: 'OpenSSL/3.0.19', https: true },
    tempDir: '/tmp',
    trial: null,
    alternating: [],
    samples: 1,
    ...changes,
  };
}
