// Packages in CommonJS that the program imports on demand. Node finds their names; esbuild gives such an import the default export alone.
// So the import leads to a small module that names what is used, and nothing more: naming everything would load everything.
const used = {
  mysql2: ['createConnection'],
  'nodemailer/lib/smtp-connection': ['default'],
  'php-parser': ['Engine'],
  'php-serialize': ['unserialize'],
  undici: ['Client'],
  yaml: ['parse'],
};

export const onDemand = {
  name: 'on-demand',
  setup(build) {
    build.onResolve({ filter: /^[a-z@]/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && Object.hasOwn(used, path) ? { path, namespace: 'on-demand', pluginData: resolveDir } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'on-demand' }, ({ path, pluginData: resolveDir }) => ({
      contents: `export { ${used[path].join(', ')} } from '${path}';`,
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
