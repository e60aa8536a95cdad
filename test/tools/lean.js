// What packages ask of Node and the program never uses. Loading it costs every start more than the package itself.
const lazily = (module, names) =>
  names.map((name) => `export const ${name} = (...given) => process.getBuiltinModule('node:${module}').${name}(...given);`).join('\n');

const replaced = [
  // Commander starts programs only for commands that are executables of their own
  { of: /\/commander\/lib\//, path: 'node:child_process', contents: lazily('child_process', ['spawn']) },
  // the global process is the same object; importing the module reads all of its properties
  { of: /\/commander\/lib\//, path: 'node:process', contents: 'module.exports = process;' },
  // Chalk is always told what the terminal can: src/cli/colour.ts; the spinner has no colour
  { of: /\/chalk\/source\//, path: '#supports-color', contents: 'export default { stdout: false, stderr: false };' },
];

export const lean = {
  name: 'lean',
  setup(build) {
    build.onResolve({ filter: /^(?:node:child_process|node:process|#supports-color)$/ }, ({ path, importer }) => {
      const at = replaced.findIndex((each) => each.path === path && each.of.test(importer));
      return at < 0 ? undefined : { path: String(at), namespace: 'lean' };
    });
    build.onLoad({ filter: /.*/, namespace: 'lean' }, ({ path }) => ({ contents: replaced[path].contents }));
  },
};
