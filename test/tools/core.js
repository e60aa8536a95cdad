// What commands have in common, in few chunks. esbuild makes a chunk for each set of entries that share a module, and every import on demand is
// an entry: --help read 22 files and triage 49, and finding a file takes Node longer than running what is in it. Here each entry has the core,
// and each that judges or looks has what all of those need, so that all of it has one set.
import { resolve } from 'node:path';
import { used } from './on-demand.js';

/** `of`: what is imported on demand and has it; null: everything. */
const cores = {
  /** The command line, and the commands that people wait for. */
  core: { modules: ['cli/main', 'cli/list', 'cli/explain', 'cli/triage'], of: null },
  judging: {
    modules: ['cli/demo', 'run/builtin', 'knowledge/index'],
    of: [
      ...['cli/bundle-target', 'cli/check', 'cli/collect', 'cli/demo', 'cli/login', 'cli/plan', 'cli/wait'],
      ...['host/bundle', 'host/bundle-text', 'host/local', 'host/outside', 'host/small-file', 'host/ssh', 'host/vault'],
      ...['policy/accept', 'policy/baseline', 'policy/merge', 'policy/waivers'],
      ...['run/builtin', 'run/candidates', 'run/probes', 'run/registry'],
      ...['run/plugins/catalogue', 'run/plugins/module', 'run/plugins/program'],
    ],
  },
  looking: {
    modules: ['cli/check', 'run/probes', 'run/registry', 'host/local'],
    of: [
      ...['cli/check', 'cli/collect', 'cli/login', 'cli/plan', 'cli/wait'],
      ...['host/local', 'host/outside', 'host/ssh', 'host/vault', 'run/probes', 'run/registry'],
    ],
  },
};

const isNamed = (path, name) => path.endsWith(`/${name}.js`);

export const withCores = {
  name: 'cores',
  setup(build) {
    const { absWorkingDir } = build.initialOptions;
    const asked = new Set();
    build.onResolve({ filter: /^(?:core|judging|looking)$/ }, ({ namespace, path }) =>
      namespace === 'part' ? { path, namespace: 'core' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => ({
      contents: cores[path].modules.map((name) => `import './src/${name}.js';`).join('\n'),
      resolveDir: absWorkingDir,
    }));
    // an entry that has its cores and what was asked for
    build.onResolve({ filter: /^\.|^[a-z]/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import' || !(path.startsWith('.') || Object.hasOwn(used, path))) return undefined;
      return { path: path.startsWith('.') ? resolve(resolveDir, path) : path, namespace: 'part', pluginData: resolveDir };
    });
    build.onLoad({ filter: /.*/, namespace: 'part' }, ({ path, pluginData: resolveDir }) => {
      asked.add(path);
      const own = Object.keys(cores).filter((name) => cores[name].of?.some((one) => isNamed(path, one)) ?? true);
      const names = Object.hasOwn(used, path) ? `{ ${used[path].join(', ')} }` : '*';
      return {
        contents: [...own.map((name) => `import '${name}';`), `export ${names} from ${JSON.stringify(path)};`].join('\n'),
        resolveDir,
      };
    });
    build.onEnd(() => ({
      errors: [...new Set(Object.values(cores).flatMap(({ of }) => of ?? []))]
        .filter((name) => ![...asked].some((path) => isNamed(path, name)))
        .map((name) => ({ text: `nothing imports ${name} on demand: take it out of test/tools/core.js` })),
    }));
  },
};
