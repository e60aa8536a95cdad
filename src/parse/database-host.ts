/**
 * $db_host as PHP's MySQL drivers understand it: a name or address, `localhost` for a socket, and the older forms with a port or a socket
 * behind a colon. https://www.php.net/manual/en/ref.pdo-mysql.connection.php
 */

export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  /** `localhost` means a socket whose path the driver knows. */
  readonly viaSocket: boolean;
  /** Written behind the host; null: the driver's own. */
  readonly socket: string | null;
}

const mysqlPort = 3306;

export function parseDatabaseHost(host: string, port: string): DatabaseAddress {
  const written = host.trim();
  const own = Number.parseInt(port, 10);
  const usual = Number.isInteger(own) && own > 0 && own < 65_536 ? own : mysqlPort;
  if (written.startsWith('/')) return { host: 'localhost', port: usual, viaSocket: true, socket: written };
  const socket = /^([^:/]*):(\/.+)$/.exec(written);
  if (socket?.[2] !== undefined) return { host: 'localhost', port: usual, viaSocket: true, socket: socket[2] };
  const bracketed = /^\[([0-9a-f:.]+)\](?::(\d{1,5}))?$/i.exec(written);
  if (bracketed?.[1] !== undefined) return { host: bracketed[1], port: Number(bracketed[2] ?? usual), viaSocket: false, socket: null };
  const withPort = /^([^:]+):(\d{1,5})$/.exec(written);
  const name = withPort?.[1] ?? written;
  // A port in the host makes the connection TCP even for localhost; $db_port alone does not.
  const viaSocket = withPort === null && (name === '' || name.toLowerCase() === 'localhost');
  return { host: name === '' ? 'localhost' : name, port: withPort ? Number(withPort[2]) : usual, viaSocket, socket: null };
}
