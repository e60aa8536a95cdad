/** What programs say about the synchronisation of the system's clock. */

/** `timedatectl show`: Name=value lines. null: it does not say. https://www.freedesktop.org/software/systemd/man/latest/timedatectl.html */
export function parseTimedatectl(text: string): { readonly synchronised: boolean; readonly service: boolean | null } | null {
  const values = new Map<string, string>();
  for (const line of text.split('\n').slice(0, 200)) {
    const at = line.indexOf('=');
    if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const synchronised = yesOrNo(values.get('NTPSynchronized'));
  return synchronised === null ? null : { synchronised, service: yesOrNo(values.get('NTP')) };
}

function yesOrNo(value: string | undefined): boolean | null {
  if (value === 'yes') return true;
  return value === 'no' ? false : null;
}

/**
 * `chronyc -c tracking`: one line of fourteen fields, the last one the leap status ("Normal", "Insert second", "Delete second" or
 * "Not synchronised"). null: not such a line. https://chrony-project.org/doc/4.5/chronyc.html
 */
export function parseChronyTracking(text: string): { readonly synchronised: boolean; readonly reference: string } | null {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const fields = line.split(',').map((field) => field.trim());
  const leap = fields.at(-1) ?? '';
  if (fields.length < 14 || leap === '') return null;
  return { synchronised: !/^not synchroni[sz]ed$/i.test(leap), reference: fields[1] ?? '' };
}

/** Whether the control groups of process 1 are those of a container. On a plain machine they are "0::/init.scope" or "0::/". */
export function isContainerCgroup(text: string): boolean {
  return /(?:docker|lxc|libpod|kubepods|containerd|garden|nspawn|crio-|\/ct\d)/i.test(text.slice(0, 8192));
}
