/** Reads /proc/self/mountinfo: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html */

/** The device or other source of what is mounted last on this mount point; null: nothing is. */
export function mountSource(mountinfo: string, mountPoint: string): string | null {
  let source: string | null = null;
  for (const line of mountinfo.split('\n').slice(0, 20_000)) {
    const [before = '', after] = line.split(' - ');
    if (after === undefined || unescapeOctal(before.split(' ')[4] ?? '') !== mountPoint) continue;
    source = unescapeOctal(after.split(' ')[1] ?? '');
  }
  return source;
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
