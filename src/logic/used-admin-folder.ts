/** Whether an address that a person used leads to an admin folder other than the configured one. */
import type { AdminFolder } from '../model.js';
import { httpUrl } from './url-identity.js';

/**
 * The folder's name; null: the configured one, or no admin folder at all. The client area has no log-in page in a folder of its own, so a
 * folder is an admin one where the files say so, where it is called admin, or where its login.php was opened.
 */
export function usedAdminFolder(used: string, site: string, admin: AdminFolder): string | null {
  const [url, base] = [httpUrl(used), httpUrl(site)];
  if (url === null || base === null || !url.pathname.startsWith(base.pathname)) return null;
  const [name = '', ...rest] = url.pathname.slice(base.pathname.length).split('/');
  if (name === '' || name.endsWith('.php') || name === admin.folder || `${name}/${rest.join('/')}`.startsWith(`${admin.folder}/`))
    return null;
  return name === 'admin' || admin.others.includes(name) || rest.join('/') === 'login.php' ? name : null;
}
