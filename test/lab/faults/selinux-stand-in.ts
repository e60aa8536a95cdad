/** What SELinux shows of itself, as files in its places: the lab’s kernel has none. What it would deny is made by other means. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Lab } from '../lab.js';

const contexts = 'scontext=system_u:system_r:httpd_t:s0 tcontext=unconfined_u:object_r';

export const denials = {
  session: `{ write } for  pid=4711 comm="php-fpm" name="sess_4pt2vl0d5q3jlmn7abcdefghij" dev="dm-0" ino=99 ${contexts}:var_lib_t:s0 tclass=file`,
  license: `{ name_connect } for  pid=4711 comm="php-fpm" dest=443 ${contexts}:http_port_t:s0 tclass=tcp_socket`,
} as const;

export async function selinux(lab: Lab, booleans: Readonly<Record<string, boolean>>, ...denied: readonly string[]): Promise<void> {
  const folder = '/sys/fs/selinux';
  await lab.mount('/sys/fs', 'size=256k,mode=755');
  await mkdir(`${folder}/booleans`, { recursive: true });
  await writeFile(`${folder}/enforce`, '1');
  for (const [name, on] of Object.entries(booleans)) await setBoolean(name, on);
  await mkdir('/var/log/audit', { recursive: true });
  const at = (Date.now() / 1000).toFixed(3);
  const lines = denied.map((text, index) => `type=AVC msg=audit(${at}:${index + 1}): avc:  denied  ${text} permissive=0\n`);
  await writeFile('/var/log/audit/audit.log', lines.join(''));
}

/** As setsebool does. */
export async function setBoolean(name: string, on: boolean): Promise<void> {
  await writeFile(`/sys/fs/selinux/booleans/${name}`, on ? '1 1' : '0 0');
}
