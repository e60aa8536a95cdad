/** PHP on the web and PHP on the command line live in two time zones. */
import type { Tale } from '../../model.js';

export const systemTimezoneIssues: Tale = {
  problem: 'system-timezone-issues',
  phrases: [
    { text: "It is not safe to rely on the system's timezone settings", points: 8 },
    { text: 'Your PHP environment does not have a valid timezone setting', points: 9 },
    { text: 'Please set date.timezone in php.ini to ensure correct date and time processing', points: 9 },
    { text: 'The timezone used by the WHMCS cron script', points: 8 },
    { text: 'hour difference to the timezone used by the WHMCS UI', points: 9 },
    { text: 'Invalid date.timezone value', points: 8 },
    { text: '您的 PHP 环境没有有效的时区设置', points: 9, language: 'zh' },
    { text: 'cron计划任务使用的时区', points: 7, language: 'zh' },
    { text: 'cron 脚本使用的时区', points: 7, language: 'zh' },
  ],
  signs: [
    {
      when: ['timezone', 'time-differs'],
      points: 7.2,
      example: 'PHP is on UTC, so times are two hours off',
      counterExample: 'Our time zone is Lisbon’s',
    },
    {
      when: ['timezone', 'cron'],
      points: 6.4,
      example: 'The cron uses another timezone than the web pages',
      counterExample: 'The cron runs every five minutes',
    },
    {
      when: ['cron', 'time-differs'],
      points: 5.6,
      example: 'The cron runs one hour late according to WHMCS',
      counterExample: 'The cron sent one mail',
    },
    {
      when: ['timezone', 'trouble'],
      points: 4.4,
      example: 'Wrong timezone in the activity log',
      counterExample: 'Our time zone is Lisbon’s',
    },
    {
      when: ['time-differs', 'whmcs'],
      points: 3.6,
      example: 'WHMCS shows the wrong time on tickets',
      counterExample: 'WHMCS shows the right time on tickets',
    },
  ],
  counterExample: 'Please set the date of the meeting to ensure correct processing',
  question: 'Are times in WHMCS or of its cron off by whole hours?',
  steps: [
    {
      text: 'Compare date.timezone of the site’s PHP (WHMCS’s PHP Info page) with that of the PHP in the crontab’s line.',
      command: 'php -r \'echo php_ini_loaded_file(), " ", date_default_timezone_get(), " ", date("c"), PHP_EOL;\'',
      risk: 'none',
    },
    {
      text: 'Set the same date.timezone in both php.ini files and restart PHP-FPM; System Health then shows both checks green.',
      risk: 'low',
    },
  ],
};
