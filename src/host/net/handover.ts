/** Hands an open connection to undici, which would otherwise make its own. */
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/**
 * A connector that gives this socket once. undici connects again where a server closes early: that is an error here, for there is one
 * connection only. The answer comes a moment later, since undici overlooks one that comes at once.
 */
export function handOver(socket: Socket): buildConnector.connector {
  let given = false;
  return (_, done) => {
    queueMicrotask(() => {
      if (given || socket.destroyed) done(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }), null);
      else done(null, socket);
      given = true;
    });
  };
}
