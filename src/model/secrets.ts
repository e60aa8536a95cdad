/** Secrets and what is personal: what may be said of them, and who may use them. */

/** A secret that was met: says only what may be said. The value stays in the vault. */
export interface SecretRef {
  readonly secret: number;
  readonly present: boolean;
  /** What may be said of it: `empty`, `16 characters`, `starts or ends with a space`, … */
  readonly shape: string;
}

/** Keeps secrets. It cannot be serialised or read by checks and plug-ins; host methods look values up inside. */
export interface Vault {
  keep(kind: string, value: string): SecretRef;
  same(a: SecretRef, b: SecretRef): boolean;
}

/** A person's address or name: shown to the operator on his own machine, class and token in bundles and with --redact. */
export interface Personal {
  readonly personal: 'address' | 'name' | 'email';
  readonly value: string;
  /** For an address: cloudflare, loopback, private, link-local, public, … ; for others empty. */
  readonly class: string;
}
