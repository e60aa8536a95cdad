/** Whether WHMCS's files need the ionCube Loader: the plain text at the top of init.php says so. */
import path from 'node:path';
import { defineProbe } from '../index.js';

const maxBytes = 8192;

export default defineProbe({
  fact: 'software.encoding',
  vantage: 'files',
  title: 'how the files of WHMCS are encoded',
  needs: ['install.root'],
  budgetMs: 5000,
  touches: [{ kind: 'read', what: 'the first 8 kB of init.php', covers: ['<install>/init.php'] }],
  async observe({ host, have, signal }) {
    const root = have['install.root'];
    const file = path.join(root.realPath, 'init.php');
    const { bytes } = await host.files.read(file, {
      maxBytes,
      within: root.realPath,
      signal,
      ...(host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {}),
    });
    const head = Buffer.from(bytes).toString('latin1');
    return { value: { file, ionCube: /ionCube/i.test(head) || /^\s*<\?php \/\/(?:00[0-9a-f]{3}\b|ICB0 )/.test(head) }, source: file };
  },
});
