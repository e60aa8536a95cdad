// Packages in CommonJS that the program imports on demand. Node finds their names; esbuild gives such an import the default export alone.
// So the import leads to a small module that names what is used, and nothing more: naming everything would load everything.
export const used = {
  mysql2: ['createConnection'],
  'nodemailer/lib/smtp-connection': ['default'],
  ora: ['default'],
  'php-parser': ['Engine'],
  'php-serialize': ['unserialize'],
  undici: ['Client'],
  yaml: ['LineCounter', 'parseDocument'],
};

/** What undici's own index.js does for its client. All the rest, as its fetch and its agents, would take longer to load than a request takes. */
const undiciClient = `import Client from 'undici/lib/dispatcher/client.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import api from 'undici/lib/api/index.js';
Object.assign(Dispatcher.prototype, api);
export { Client };`;

export const onDemand = {
  name: 'on-demand',
  setup(build) {
    build.onResolve({ filter: /^[a-z@]/ }, ({ kind, namespace, path, resolveDir }) =>
      (kind === 'dynamic-import' || namespace === 'part') && Object.hasOwn(used, path)
        ? { path, namespace: 'on-demand', pluginData: resolveDir }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path, pluginData: resolveDir }) => ({
      contents: path === 'undici' ? undiciClient : `export { ${used[path].join(', ')} } from '${path}';`,
      resolveDir,
    }));
    build.onEnd(({ metafile }) => {
      for (const [file, { imports }] of Object.entries(metafile?.inputs ?? {})) {
        const bare = imports.find(({ kind, path }) => kind === 'dynamic-import' && metafile.inputs[path]?.format === 'cjs');
        if (bare && !file.includes('node_modules/'))
          return { errors: [{ text: `${file} imports ${bare.original}: say in test/tools/on-demand.js what it uses of it` }] };
      }
    });
  },
};
