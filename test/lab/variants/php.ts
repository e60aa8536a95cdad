/** Settings of PHP with which WHMCS works. */
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hardened } from './hardened.js';
import type { Lab } from '../lab.js';
import type { Value } from './value.js';

const prepended = (lab: Lab): string => `${lab.folder}/prepend.php`;

export const phpSettings: readonly Value[] = [
  { name: 'as Debian has them' },
  { name: 'open_basedir around the site', php: (lab) => ({ open_basedir: `${dirname(lab.root)}:/tmp` }) },
  { name: 'many functions switched off', php: () => ({ disable_functions: hardened }) },
  {
    name: 'strict session cookies',
    php: () => ({
      'session.cookie_secure': '1',
      'session.cookie_httponly': '1',
      'session.cookie_samesite': 'Lax',
      'session.use_strict_mode': '1',
    }),
  },
  { name: 'longer session ids', php: () => ({ 'session.sid_length': '64', 'session.sid_bits_per_character': '6' }) },
  { name: 'sessions of ten hours', php: () => ({ 'session.gc_maxlifetime': '36000' }) },
  { name: 'scripts that are never looked at again', php: () => ({ 'opcache.validate_timestamps': '0' }) },
  { name: 'errors displayed', php: () => ({ display_errors: '1' }), configuration: () => ['$display_errors = true;'] },
  { name: 'compressed output', php: () => ({ output_buffering: '0', 'zlib.output_compression': '1' }) },
  {
    name: 'a script before every script',
    php: (lab) => ({ auto_prepend_file: prepended(lab) }),
    make: (lab) => writeFile(prepended(lab), "<?php\n\\define('FIREWALL_LOADED', true);\n", { mode: 0o644 }),
  },
];
