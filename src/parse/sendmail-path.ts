/** PHP's sendmail_path, a command line for a shell: the program, and the line without what its arguments hold (msmtp and ssmtp take passwords there). */

const longest = 1000;
/** Options that say nothing but themselves: -t, -i, -oi, -bs. */
const plainOption = /^-(?:t|i|oi|bs|v|odq|oem|ti|it)$/;

export interface SendmailCommand {
  /** Empty where the line has no program. */
  readonly program: string;
  readonly shown: string;
}

export function parseSendmailPath(value: string): SendmailCommand {
  const line = value.slice(0, longest).trim();
  const found = /^(?:"([^"]*)"|'([^']*)'|(\S+))(.*)$/s.exec(line);
  if (!found) return { program: '', shown: '' };
  const program = found[1] ?? found[2] ?? found[3] ?? '';
  const rest = (found[4] ?? '').split(/\s+/).filter((word) => word !== '');
  const shown = rest.map((word) => (plainOption.test(word) ? word : '…'));
  return { program, shown: [program, ...shown].join(' ').replace(/…(?: …)+/g, '…') };
}
