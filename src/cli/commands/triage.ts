import type { Command } from 'commander';
import { withMore } from './help.js';
import { printing, showing } from './options.js';

export function declareTriage(root: Command): void {
  const triage = root
    .command('triage')
    .description('which documented problem a text tells of: a ticket, an error message, a log')
    .argument(
      '[file]',
      'a text of any length, UTF-8, UTF-16, windows-1252 or gzip, or a bundle (its logs are read); - or nothing: standard input',
    )
    .optionsGroup('What is read:')
    .option('--text <text>', 'the text itself instead of a file')
    .option('--jsonl', 'each line is a JSON object with a text and perhaps an id; each is answered by one line of JSON');
  showing(
    printing(triage),
    'only the problem, one line for each candidate',
    'also which checks can prove it, and what is known of the words',
  ).action(async (file: string | undefined, options: object) => (await import('../triage.js')).triage(file, options));
  withMore(triage, {
    examples: [
      ['the words of a customer', 'whmcs-doctor triage --text "I am sent back to the login page"'],
      ['a ticket', 'whmcs-doctor triage ticket.txt'],
      ['a log', 'journalctl -u php8.2-fpm | whmcs-doctor triage'],
      ['many tickets, one answer on each line', 'whmcs-doctor triage --jsonl tickets.jsonl > answers.jsonl'],
    ],
    notes: [
      'The text may be in any of 15 languages. Nothing is sent anywhere. A text longer than 64 KB is a log: its beginning is read as prose, every line is searched for known messages.',
    ],
    statuses: [
      ['0', 'a problem matches'],
      ['1', 'none does (with --jsonl: 0)'],
      ['64', 'there is no such file'],
      ['78', 'it cannot be read as text'],
    ],
  });
}
