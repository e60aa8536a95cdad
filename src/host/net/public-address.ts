/** Whether an address belongs to the public network: a redirect of a public site must not lead this program to another one. */
import { BlockList, isIP } from 'node:net';

/** What is not public, https://www.iana.org/assignments/iana-ipv4-special-registry. Documentation prefixes are left out: nobody can be harmed there. */
const ipv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT; holds Alibaba's metadata address 100.100.100.200
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // Azure's metadata and health address, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  ['169.254.0.0', 16], // link-local; 169.254.169.254 is the metadata address of most clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24], // holds Oracle's metadata address 192.0.0.192
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

const ipv6 = [
  ['::', 128],
  ['::1', 128],
  ['100::', 64], // discard
  ['fc00::', 7], // unique local; holds fd00:ec2::254, Amazon's metadata address
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['64:ff9b:1::', 48], // local-use translation, may lead anywhere inside
  ['2001::', 32], // Teredo: hides an IPv4 address
] as const;

function hex(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function build(): BlockList {
  const list = new BlockList();
  for (const [address, bits] of ipv4) {
    list.addSubnet(address, bits, 'ipv4');
    list.addSubnet(`64:ff9b::${address}`, 96 + bits, 'ipv6'); // NAT64
    list.addSubnet(`::${address}`, 96 + bits, 'ipv6'); // IPv4-compatible, deprecated
    list.addSubnet(`2002:${hex(address)}::`, 16 + bits, 'ipv6'); // 6to4
  }
  for (const [address, bits] of ipv6) list.addSubnet(address, bits, 'ipv6');
  return list;
}

const notPublic = build();

/** Where clouds hand credentials to whoever asks from inside the machine. No site is ever there. */
const metadata = new Set(['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200', '192.0.0.192', 'fd00:ec2::254']);

/** Whether a name or redirect that somebody else chose leads to a cloud's metadata service, also where the inside is allowed. */
export function isMetadataAddress(address: string): boolean {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  return metadata.has(mapped ?? address.toLowerCase());
}

/** False for private, loopback, link-local, carrier-grade NAT, unique local, multicast, reserved and metadata addresses, in any disguise. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/s, '');
  const family = isIP(bare);
  if (family === 0) return false;
  return !notPublic.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}
