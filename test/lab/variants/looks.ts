/** From where the install is looked at. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runDoctor, runProgram } from '../doctor.js';
import { LabSshd } from '../sshd.js';
import type { Value } from './value.js';

export const looks: readonly Value[] = [
  { name: 'as root' },
  { name: "as the files' owner", look: (lab, wish) => runDoctor(lab, { ...wish, ...(lab.user === null ? {} : { as: lab.user }) }) },
  { name: 'by its address', look: (lab, wish) => runDoctor(lab, { ...wish, target: lab.address.url }) },
  {
    name: 'over ssh',
    look: async (lab, wish) => {
      const sshd = await LabSshd.start(lab.folder);
      try {
        return await runDoctor(lab, { ...wish, target: sshd.target(lab.root), env: { ...wish.env, PATH: sshd.path } });
      } finally {
        await sshd.stop();
      }
    },
  },
  {
    name: 'from a bundle',
    look: async (lab, wish) => {
      const bundle = join(lab.folder, 'bundle.tgz');
      const { status, stderr } = await runProgram(['collect', lab.root, '--cacert', lab.ca, '--yes', '-o', bundle], '', wish.env);
      expect(status, stderr).toBe(0);
      await chmod(bundle, 0o644);
      return runDoctor(lab, { ...wish, target: bundle });
    },
  },
];
