/** What $customadminpath may be: the name of a folder. https://docs.whmcs.com/Customising_the_Admin_Directory */
import type { AdminFolder, Setting } from '../model.js';

/** Letters, digits, hyphens and underscores; an older revision of the documentation allows dots too. */
const documented = /^(?!\.{1,2}$)[a-z0-9._-]{1,100}$/i;

/** How it is written, and the folder below the install that it leads to; null: nothing that could be read. */
export function adminFolderOf(setting: Setting<string>): Pick<AdminFolder, 'configured' | 'written' | 'folder'> | null {
  if (setting.state === 'dynamic') return null;
  // An empty value is the state of an installer's file that nobody filled in.
  if (setting.state === 'absent' || setting.value.trim() === '') return { configured: null, written: 'default', folder: 'admin' };
  const { value } = setting;
  if (documented.test(value)) return { configured: value, written: 'name', folder: value };
  const parts = value.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  const folder = parts.length === 0 ? 'admin' : parts.join('/').slice(0, 300);
  return { configured: value.slice(0, 300), written: value.includes('/') ? 'path' : 'odd', folder };
}
