// Listens and never accepts: once the queue is full the kernel drops every further SYN, so a connection attempt meets silence.
// An argument per address; the port is the last one.
import net from 'node:net';

const addresses = process.argv.slice(2, -1);
const port = Number(process.argv.at(-1));
let open = addresses.length;
for (const address of addresses) {
  const server = net.createServer();
  server.listen({ host: address, port, backlog: 1 }, () => {
    open -= 1;
    if (open > 0) return;
    process.stdout.write('listening\n');
    // The thread sleeps for good, and so does accept().
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 20);
  });
}
