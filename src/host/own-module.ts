/** Importing a module of the operator's own by its path, which the one executable cannot do as the package does. */
import Module, { register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import { isExecutable } from './packaged.js';

type Import = (url: string) => Promise<unknown>;

/** Node's own loader of files. What is inside the executable has none: a script that was compiled beside it does. */
const importUrl: Import = isExecutable
  ? (url) => {
      quietAboutLoader();
      const script = new Script('(url) => import(url)', { importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
      return (script.runInThisContext() as Import)(url);
    }
  : (url) => import(/* @vite-ignore */ url);

/** What `import()` of the file gives. */
export function importFile(path: string): Promise<unknown> {
  return importUrl(pathToFileURL(path).href);
}

/** Modules that are imported from here on find these exports under the name, wherever they lie: the very same objects, so `instanceof` holds. */
export function lend(name: string, exports: Readonly<Record<string, unknown>>): void {
  const key = `lent module ${name}`;
  Object.defineProperty(globalThis, Symbol.for(key), { value: exports, configurable: true });
  const source = [
    `const lent = globalThis[Symbol.for(${JSON.stringify(key)})];`,
    ...Object.keys(exports).map((each) => `export const ${each} = lent.${each};`),
  ].join('\n');
  const hook = `export async function resolve(name, context, next) {
    return name === ${JSON.stringify(name)} ? { url: ${JSON.stringify(dataUrl(source))}, shortCircuit: true } : next(name, context);
  }`;
  register(dataUrl(hook));
  // the hooks do not see require(), which Node has always let others replace in this place
  const load = Reflect.get(Module, '_load') as (...given: readonly unknown[]) => unknown;
  Reflect.set(Module, '_load', (...given: readonly unknown[]) => (given[0] === name ? exports : load.apply(Module, [...given])));
}

function dataUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

let isQuiet = false;

/** Node 20 tells everybody who uses its own loader so that it may change; this Node does not. */
function quietAboutLoader(): void {
  if (isQuiet) return;
  isQuiet = true;
  const tell = process.emitWarning.bind(process) as (...given: readonly unknown[]) => void;
  process.emitWarning = (...given: readonly unknown[]) => {
    if (!String(given[0]).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER')) tell(...given);
  };
}
