// A small module system: TypeScript files as functions that can be run anew, so that one mutant costs what depends on it and nothing else.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { edited, turnsOf } from './instrument.js';

const options = {
  loader: 'ts',
  format: 'cjs',
  target: 'node20',
  platform: 'node',
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': '__address', 'import.meta.dirname': '__dirname' },
  logLevel: 'silent',
};

export class Modules {
  /** `given`: modules that stand in for packages. `marked`: what is inserted into a source text before it is compiled. */
  constructor(top, given, marked) {
    this.top = top;
    this.given = given;
    this.marked = marked ?? ((text, file) => (/^(src|checks)\//.test(file) ? edited(text, turnsOf(text, file)) : text));
    this.compiled = new Map();
    this.shared = new Map();
    this.reached = new Map();
    this.imported = new Map();
    /** How many modules are just being run: what passes then is no test's doing. */
    this.loading = 0;
  }

  text(file) {
    return readFileSync(join(this.top, file), 'utf8');
  }

  /** The function of a file, compiled once. */
  compile(file) {
    let known = this.compiled.get(file);
    if (known === undefined) {
      known = this.script(this.marked(this.text(file), file), file);
      this.compiled.set(file, known);
    }
    return known;
  }

  script(text, file) {
    const { code } = transformSync(text, { ...options, sourcefile: file });
    const wrapped = `(function (exports, require, module, __filename, __dirname, __address) {${code}\n})`;
    return new vm.Script(wrapped, { filename: file }).runInThisContext();
  }

  importsOf(file) {
    let known = this.imported.get(file);
    if (known === undefined) {
      const named = [...this.text(file).matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g)].map(([, name]) => this.resolved(name, file));
      known = named.filter((name) => name !== null);
      this.imported.set(file, known);
    }
    return known;
  }

  resolved(name, file) {
    const plain = relative(this.top, join(this.top, dirname(file), name));
    const source = plain.replace(/\.js$/, '.ts');
    return source.endsWith('.ts') && existsSync(join(this.top, source)) ? source : null;
  }

  /** Everything that a file imports, itself included, however far away. */
  reach(file) {
    let known = this.reached.get(file);
    if (known === undefined) {
      known = new Set();
      const from = [file];
      for (let next = from.pop(); next !== undefined; next = from.pop()) {
        if (known.has(next)) continue;
        known.add(next);
        from.push(...this.importsOf(next));
      }
      this.reached.set(file, known);
    }
    return known;
  }

  /** The module, from the modules that `own` holds or, where it does not say otherwise, from the shared ones. */
  load(file, own = null) {
    const registry = own !== null && own.anew(file) ? own.modules : this.shared;
    const known = registry.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    registry.set(file, module);
    const run = own?.replaced.get(file) ?? this.compile(file);
    const path = join(this.top, file);
    const outer = createRequire(path);
    const require = (name) => {
      if (Object.hasOwn(this.given, name)) return this.given[name];
      const source = name.startsWith('.') ? this.resolved(name, file) : null;
      return source === null ? outer(name) : this.load(source, own);
    };
    this.loading++;
    try {
      run(module.exports, require, module, path, dirname(path), pathToFileURL(path).href);
    } catch (error) {
      registry.delete(file);
      throw error;
    } finally {
      this.loading--;
    }
    return module.exports;
  }
}
