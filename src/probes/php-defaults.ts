/** What PHP does where no file sets a directive. https://www.php.net/manual/en/session.configuration.php and Debian's patches to php-src */

const upstream: Readonly<Record<string, string>> = {
  'session.auto_start': '0',
  'session.save_handler': 'files',
  'session.save_path': '',
  'session.name': 'PHPSESSID',
  'session.gc_probability': '1',
  'session.gc_divisor': '100',
  'session.gc_maxlifetime': '1440',
  'session.serialize_handler': 'php',
  'session.cookie_lifetime': '0',
  'session.cookie_path': '/',
  'session.cookie_domain': '',
  'session.cookie_secure': '0',
  'session.cookie_httponly': '0',
  'session.cookie_samesite': '',
  'session.use_strict_mode': '0',
  'session.use_cookies': '1',
  'session.use_only_cookies': '1',
  'session.use_trans_sid': '0',
  'session.referer_check': '',
  'session.cache_limiter': 'nocache',
  'session.lazy_write': '1',
  'session.sid_length': '32',
  'session.sid_bits_per_character': '4',
  'date.timezone': 'UTC',
  disable_functions: '',
  open_basedir: '',
  'user_ini.filename': '.user.ini',
};

/** Directives with the value that PHP was built with, by where its files lie. */
export function phpDefaults(iniFile: string): Readonly<Record<string, string>> {
  // Debian's own cleaner takes the place of PHP's dice, but php.ini says so and not the binary.
  return iniFile.startsWith('/etc/php/')
    ? { ...upstream, 'session.save_path': '/var/lib/php/sessions', sendmail_path: '/usr/sbin/sendmail -t -i' }
    : upstream;
}

/** Extensions that Debian builds into PHP, so that no extension= line names them; null: another build, which cannot be told from files. */
export function builtInExtensions(iniFile: string): readonly string[] | null {
  if (!iniFile.startsWith('/etc/php/')) return null;
  return [
    'core',
    'date',
    'filter',
    'hash',
    'json',
    'libxml',
    'openssl',
    'pcre',
    'random',
    'reflection',
    'session',
    'sodium',
    'spl',
    'standard',
    'zlib',
  ];
}

/** Directives that only php.ini, the administrator's values and the command line may set (PHP_INI_SYSTEM). */
const systemOnly = new Set(
  `disable_functions disable_classes extension zend_extension extension_dir enable_dl sys_temp_dir upload_tmp_dir file_uploads expose_php
   allow_url_fopen allow_url_include curl.cainfo user_ini.filename user_ini.cache_ttl realpath_cache_size max_file_uploads cgi.fix_pathinfo
   opcache.enable_cli opcache.memory_consumption sendmail_path max_input_nesting_level zend.assertions`.split(/\s+/),
);

export function isSystemOnly(directive: string): boolean {
  return systemOnly.has(directive);
}
