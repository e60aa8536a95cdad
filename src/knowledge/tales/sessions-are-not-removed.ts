/** Old sessions stay for ever. */
import type { Tale } from '../../model.js';

export const sessionsAreNotRemoved: Tale = {
  problem: 'sessions-are-not-removed',
  phrases: [],
  signs: [
    {
      when: ['session-files', 'not-removed'],
      points: 7.6,
      example: 'The session files are never deleted, there are millions',
      counterExample: 'The log files are never deleted',
    },
    {
      when: ['garbage-collection', 'not-removed'],
      points: 7.4,
      example: 'gc_probability is 0, so nothing gets cleaned up',
      counterExample: 'The paper on the desk piles up',
      unless: ['off-topic'],
    },
    {
      when: ['not-removed', 'session'],
      points: 6.4,
      example: 'Sessions are not removed and pile up',
      counterExample: 'The session was a success',
      unless: ['logged-out'],
    },
    {
      when: ['garbage-collection', 'session'],
      points: 5,
      example: 'session garbage collection does not run',
      counterExample: 'JVM garbage collection pauses',
    },
    {
      when: ['garbage-collection', 'session-directive'],
      points: 5,
      example: 'session.save_path is custom and garbage collection is off',
      counterExample: 'session.name and memory_limit',
    },
    {
      when: ['session-files', 'disk-full'],
      points: 6.2,
      example: 'sess_ files use up all inodes',
      counterExample: 'Backups use up all inodes',
    },
    {
      when: ['session-files', 'garbage-collection'],
      points: 6.2,
      example: 'the cleaner does not touch our session folder',
      counterExample: 'the cleaner comes on Friday',
    },
    {
      when: ['session-files', 'large-number'],
      points: 5,
      example: '1.9 million files in the session folder',
      counterExample: 'Ten files in the download folder',
    },
  ],
  counterExample: 'The session about waste removal is full',
  question: 'Do old session files or rows stay in the session folder or table?',
  steps: [
    {
      text: 'See what PHP is told: session.gc_probability, gc_divisor and save_path of the PHP that serves the site (a depth as in “2;/path” switches its own cleaning off).',
      risk: 'none',
    },
    {
      text: 'Debian and cPanel clean only their own folder by a timer: for a folder of your own set session.gc_probability = 1, or add a job that removes files older than session.gc_maxlifetime.',
      risk: 'low',
    },
  ],
};
