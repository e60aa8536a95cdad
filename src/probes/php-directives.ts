/** The directives of PHP that concern authentication. Values of others stay where they are: some hold passwords (mysqli.default_pw). */

const single = new Set(
  `date.timezone doc_root open_basedir disable_functions disable_classes curl.cainfo openssl.cafile openssl.capath error_log log_errors display_errors
   output_buffering output_handler auto_prepend_file auto_append_file allow_url_fopen default_socket_timeout max_execution_time memory_limit
   sys_temp_dir upload_tmp_dir user_ini.filename user_ini.cache_ttl zlib.output_compression opcache.enable opcache.validate_timestamps
   redis.session.locking_enabled memcached.sess_locking memcached.sess_binary_protocol memcached.sess_prefix
   sendmail_path mail.log`.split(/\s+/),
);

export function isTelling(directive: string): boolean {
  return directive.startsWith('session.') || single.has(directive);
}
