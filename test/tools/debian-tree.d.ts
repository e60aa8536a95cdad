/** Where the bare Debian lies. */
export function debianTree(): { readonly codename: string; readonly folder: string };
export function ensureDebianTree(): boolean;
