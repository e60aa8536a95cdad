// A relay for ssh's ProxyCommand: what goes in comes out at HOST PORT, a number of milliseconds later, each way.
import { connect } from 'node:net';

const [host, port, ms] = process.argv.slice(2);
const socket = connect({ host, port: Number(port), noDelay: true });
const later = (act) => setTimeout(act, Number(ms));
process.stdin.on('data', (chunk) => later(() => socket.write(chunk)));
process.stdin.on('end', () => later(() => socket.end()));
socket.on('data', (chunk) => later(() => process.stdout.write(chunk)));
socket.on('close', () => later(() => process.exit()));
socket.on('error', () => process.exit(1));
process.stdout.on('error', () => process.exit());
