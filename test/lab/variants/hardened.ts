/** Functions that hosts switch off, among them most that tell about the machine. */
export const hardened =
  'exec,passthru,shell_exec,system,proc_open,popen,pcntl_exec,phpinfo,show_source,php_uname,ini_get_all,get_loaded_extensions,posix_getpwuid,posix_geteuid,posix_getgroups,getmypid,disk_free_space,set_time_limit';
