/** Which of SELinux’s denials concern sessions, and which connections to servers outside. */
import type { Selinux, SelinuxDenial } from '../model.js';

/** Session files by their name, and the folder by its own. */
export function deniedSessions({ denials }: Selinux, folder: string): readonly SelinuxDenial[] {
  const last = folder
    .split('/')
    .filter((part) => part !== '')
    .at(-1);
  return denials.filter(({ name, objectClass }) => name === 'sess_…' || (objectClass === 'dir' && name === last));
}

/** Web, mail and sign-in providers; not databases, caches and PHP-FPM, which have causes of their own. */
const ports: ReadonlySet<number> = new Set([25, 80, 443, 465, 587, 2525]);

export function deniedConnections({ denials }: Selinux): readonly (SelinuxDenial & { readonly port: number })[] {
  return denials.flatMap((denial) => {
    const { permission, port } = denial;
    return /\bname_connect\b/.test(permission) && port !== null && ports.has(port) ? [{ ...denial, port }] : [];
  });
}
