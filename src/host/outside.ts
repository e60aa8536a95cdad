/** An address as a host: what anybody on the network can ask. Nothing of the server behind it is looked at, nor of this machine. */
import { beyondAddress } from '../logic/beyond-address.js';
import type { DatabaseClient, Files, Host, PhpScripts, Shell } from '../model.js';
import type { LocalHostOptions } from './local.js';
import { createLocalHost } from './local.js';

/** `label`: the address, for people. */
export async function createOutsideHost(options: LocalHostOptions & { readonly label: string }): Promise<Host> {
  const here = await createLocalHost({ ...options, warm: false });
  return {
    kind: 'outside',
    label: options.label,
    now: () => here.now(),
    elapsed: () => here.elapsed(),
    me: { uid: -1, gid: -1, groups: [], name: null },
    net: here.net,
    credentials: here.credentials,
    vault: here.vault,
    files,
    shell,
    database,
    scripts,
    close: () => here.close(),
  };
}

function refuse(what: string): () => Promise<never> {
  return () => Promise.reject(beyondAddress(what));
}

const noFile = refuse('the files of its server');
const files: Files = { stat: noFile, realpath: noFile, read: noFile, list: noFile, scanSessions: noFile, space: noFile };

const noProgram = refuse('the programs of its server');
const shell: Shell = { run: noProgram, processes: noProgram, account: noProgram };

const noDatabase = refuse('the database of its server');
const database: DatabaseClient = { open: noDatabase, select: noDatabase };

const noScript = refuse('the PHP of its server');
const scripts: PhpScripts = { overFastCgi: noScript, inWebRoot: noScript };
