// What commands have in common, in few chunks. esbuild makes a chunk for each set of entries that share a module, and every import on demand is
// an entry: --help read 22 files and triage 49, and finding a file takes Node longer than running what is in it. Here each entry has the core,
// and each that judges or looks has what all of those need, so that all of it has one set.
import { resolve } from 'node:path';
import { used } from './on-demand.js';

const cores = {
  /** The command line, and the commands that people wait for. */
  core: { modules: ['cli/main', 'cli/list', 'cli/explain', 'cli/triage'], of: /./ },
  judging: {
    modules: ['cli/demo', 'run/builtin', 'knowledge/index'],
    of: /\/(?:cli\/(?:demo|check|collect|plan|login|bundle-target|wait)|run\/.*|host\/.*|policy\/(?:accept|baseline|waivers|merge))\.js$/,
  },
  looking: {
    modules: ['cli/check', 'run/probes', 'run/registry', 'host/local'],
    of: /\/(?:cli\/(?:check|collect|plan|login|wait)|run\/(?:probes|registry)|host\/(?:local|outside|ssh|vault))\.js$/,
  },
};

export const withCores = {
  name: 'cores',
  setup(build) {
    const { absWorkingDir } = build.initialOptions;
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
      const own = Object.keys(cores).filter((name) => cores[name].of.test(path));
      const names = Object.hasOwn(used, path) ? `{ ${used[path].join(', ')} }` : '*';
      return {
        contents: [...own.map((name) => `import '${name}';`), `export ${names} from ${JSON.stringify(path)};`].join('\n'),
        resolveDir,
      };
    });
  },
};
