/**
 * Entry of the looking child: takes on the rights it is told to, then answers one request after another over its channel, several at the
 * same time. Whatever blocks, blocks here, and this process can be killed. It loads nothing after it has given up its rights.
 */
import { lookFailure } from './look/errno.js';
import { listFolder, readRegular, realPath, statFile } from './look/files.js';
import type { Reply, Request, Running } from './look/operations.js';
import { processesSeen } from './look/processes.js';
import { findProgram } from './look/program.js';
import { takeOnRights } from './look/rights.js';
import { scanSessions } from './look/sessions.js';
import { spaceAt } from './look/space.js';

// The terminal's signals go to the whole group of processes; the main process decides when looking ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
let running: Running['groups'] = [];
process.on('disconnect', () => {
  for (const group of running) end(-group);
  // An orderly exit would wait for threads that hang in a dead mount.
  end(process.pid);
});
takeOnRights(process.argv.slice(2));
process.on('message', (message: Request | Running) => {
  if ('groups' in message) running = message.groups;
  else void answer(message);
});
say({ is: 'ready' });

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}

async function answer(request: Request): Promise<void> {
  const { id } = request;
  try {
    say({ is: 'answer', id, value: await carryOut(request) });
  } catch (error) {
    const { gap, why } = lookFailure(error, subjectOf(request));
    say({ is: 'failed', id, gap, why });
  }
}

function carryOut(request: Request): Promise<unknown> {
  switch (request.operation) {
    case 'stat':
      return statFile(request.ask);
    case 'realpath':
      return realPath(request.ask);
    case 'read':
      return readRegular(request.ask);
    case 'list':
      return listFolder(request.ask);
    case 'scan':
      return scanSessions(request.ask, (value) => say({ is: 'partial', id: request.id, value }));
    case 'space':
      return spaceAt(request.ask);
    case 'processes':
      return processesSeen(request.ask);
    case 'program':
      return findProgram(request.ask);
  }
}

function subjectOf(request: Request): string {
  switch (request.operation) {
    case 'processes':
      return '/proc';
    case 'program':
      return request.ask.candidates.join(', ');
    case 'stat':
    case 'realpath':
    case 'read':
    case 'list':
    case 'scan':
    case 'space':
      return request.ask.path;
  }
}

function say(reply: Reply): void {
  // Without a callback, an answer to a main process that has just ended would be an uncaught error.
  if (process.connected) process.send?.(reply, undefined, {}, () => {});
}
