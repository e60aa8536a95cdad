/** Programs of the other machine: found and run in one go, by the rules of a local run. */
import { LookFailed } from '../../logic/failure.js';
import type { Ran } from '../../model.js';
import type { OnTouch } from '../rights.js';
import { notFound, notRootsOwn, type RunRequest, type Runner } from '../runner.js';
import type { SshLine } from './line.js';
import { valueOf } from './lookers.js';
import { Answer } from './replies.js';

export function remoteRunner(line: SshLine, onTouch: OnTouch): Runner {
  return async (request) => {
    const { program, candidates, args, as, cwd, timeoutMs, maxBytes, signal } = request;
    const name = candidates.length === 1 ? (candidates[0] ?? program) : program;
    const reply = await line.request({
      op: 'run',
      ask: { candidates, args, maxBytes, ...(cwd === undefined ? {} : { cwd }) },
      as,
      lane: 'slow',
      ms: timeoutMs,
      subject: name,
      signal,
    });
    if (reply.is === 'late') throw new LookFailed('timeout', `${name} did not answer within ${timeoutMs} ms`);
    return read(new Answer(valueOf(reply, name), name), name, request, onTouch);
  };
}

function read(answer: Answer, name: string, request: RunRequest, onTouch: OnTouch): Ran {
  if (!answer.has('found')) throw notFound(request);
  const found = answer.part('found');
  const path = found.text('path');
  if (!answer.has('stdout')) throw notRootsOwn({ path, foreign: found.textOrNull('foreign') });
  onTouch({ kind: 'run', what: [path, ...request.args].join(' ') });
  if (answer.flag('oversize')) throw new LookFailed('oversize', `${name} printed more than ${request.maxBytes} bytes`);
  return {
    code: answer.numberOrNull('code'),
    stdout: answer.bytes('stdout').toString('utf8'),
    stderr: answer.bytes('stderr').toString('utf8'),
  };
}
