// npm run record: records the healthy install of the tests and the demo's broken one from the lab.
import { ensureDebianPackages } from './debian.js';
import { ensureBuild, ensurePackages } from './install.js';

ensurePackages();
ensureBuild();
if (!ensureDebianPackages()) process.exit(1);
const { runInLab } = await import('./in-lab.js');
const done = await runInLab('test/lab/record.ts');
process.stdout.write(done.stdout);
process.exit(done.status ?? 1);
