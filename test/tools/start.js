// npm start: installs, builds, and runs whmcs-doctor with the arguments given, or its demo.
import { join } from 'node:path';
import { ensureBuild, ensurePackages, run, top } from './install.js';

ensurePackages();
ensureBuild();
const args = process.argv.slice(2);
// paths are meant from where the person stands, not from the package's folder, where npm runs this
const cwd = process.env.INIT_CWD ?? process.cwd();
const status = run(process.execPath, [join(top, 'bin/whmcs-doctor.js'), ...(args.length === 0 ? ['demo'] : args)], { cwd });
// the demo's install is broken on purpose: that it is found to be is success here
process.exit(args.length === 0 && status === 2 ? 0 : status);
