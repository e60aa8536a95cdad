import { expect, it, vi } from 'vitest';
import { starved } from '../../src/cli/exit.js';
import { codeOf, ownLimit } from '../../src/host/net/failure.js';
import { answerMonitor, leaveStarved } from '../../src/cli/main.js';
import { beginAnswer, troubledBy } from '../../src/cli/monitor.js';

vi.mock('../../src/cli/monitor.js', () => ({ beginAnswer: vi.fn(), troubledBy: vi.fn() }));

it('too few open files are told to a monitor, with nothing more to import', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await answerMonitor(['node', 'whmcs-doctor', 'check', '-f', 'nagios']);
  expect(beginAnswer).toHaveBeenCalledOnce();
  leaveStarved('too few files may be open at once');
  expect(troubledBy).toHaveBeenCalledExactlyOnceWith('too few files may be open at once');
  expect(said).toHaveBeenCalledWith('whmcs-doctor: too few files may be open at once\n');
});

it('too few addresses for what reads HTTP are a limit of this machine, and neither a bug nor the subject’s fault', () => {
  const error = new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance');
  expect(starved(error)).toMatch(/ulimit -v/);
  expect(codeOf(error)).toBe('ENOMEM');
  expect(ownLimit(error)).toMatchObject({ gap: 'io', message: expect.stringContaining('limit of this machine') });
  expect(starved(new RangeError('Invalid array length'))).toBeNull();
  expect(ownLimit(new RangeError('Invalid array length'))).toBeNull();
});
