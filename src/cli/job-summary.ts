/** The job summary of GitHub Actions: Markdown in the file that GITHUB_STEP_SUMMARY names, after what others wrote there. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Quit, status } from './exit.js';

/** GitHub shows nothing at all of a summary that is larger. */
const most = 1024 * 1024;

export async function appendSummary(path: string, markdown: string): Promise<void> {
  try {
    // a pipe that nobody reads must not hold the program
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      await file.appendFile(fitting(markdown, most - size));
    } finally {
      await file.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Quit(status.cannotWrite, `cannot append the job summary to ${path}, which GITHUB_STEP_SUMMARY names: ${why}`);
  }
}

/** As many whole sections as there is room for, and what was left out. */
export function fitting(markdown: string, room: number): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= room) return markdown;
  const note = '### More stands in the log\n\nGitHub shows 1 MiB of a job summary, and this report is longer.\n';
  const begin = bytes.subarray(0, Math.max(0, room - note.length)).toString();
  const whole = begin.slice(0, Math.max(0, begin.lastIndexOf('\n#') + 1));
  return room < note.length ? '' : `${whole}${note}`;
}
