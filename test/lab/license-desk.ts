/** What the WHMCS license servers know of one license: a request that fits it in all parts is answered with its status. */
import { site } from './names.js';

export type LicenseStatus = 'Active' | 'Invalid' | 'Suspended' | 'Expired';

export class LicenseDesk {
  key = 'Leased-1a2b3c4d5e6f7a8b9c0d';
  status: LicenseStatus = 'Active';
  domains: readonly string[] = [site.host, site.apex];
  addresses: readonly string[] = [site.ipv4, site.ipv6];
  /** null: whichever asks first. */
  directory: string | null = null;
  /** Checks are answered with this HTTP status instead. */
  failing: number | null = null;

  restore(): void {
    Object.assign(this, new LicenseDesk());
  }

  /** A license takes the place that it is used at next. */
  reissue(): void {
    this.domains = [];
    this.addresses = [];
    this.directory = null;
  }

  answer(asked: URLSearchParams): LicenseStatus {
    const [domain, address, directory] = ['domain', 'ip', 'directory'].map((name) => asked.get(name) ?? '');
    if (asked.get('key') !== this.key || domain === undefined || address === undefined || directory === undefined) return 'Invalid';
    if (this.domains.length === 0) this.domains = [domain];
    if (this.addresses.length === 0) this.addresses = [address];
    this.directory ??= directory;
    const fits = this.domains.includes(domain) && this.addresses.includes(address) && this.directory === directory;
    return fits ? this.status : 'Invalid';
  }
}
