// Which mutants the compiler refuses: a text that is none of the ids it may be, a null that nobody asked about. Nobody can commit those, so
// no test has to see them. Asked of survivors alone, all at once: one program holds every mutated file beside the file it was made of.
import { join } from 'node:path';
import ts from 'typescript';

/** The mutants, as `mutantsOf` gives them, that do not compile. */
export function refusedAmong(mutants, top, textOf) {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(top, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic() {} },
  );
  // a name that is no longer used is a matter of style
  const options = { ...config.options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };
  const byName = new Map(mutants.map((mutant, number) => [join(top, mutant.file).replace(/\.ts$/, `.mutant-${number}.ts`), mutant]));
  const host = ts.createCompilerHost(options, true);
  const { readFile, fileExists } = host;
  host.fileExists = (name) => byName.has(name) || fileExists.call(host, name);
  host.readFile = (name) => {
    const mutant = byName.get(name);
    return mutant === undefined ? readFile.call(host, name) : mutated(textOf(mutant.file), mutant);
  };
  const ownSource = host.getSourceFile;
  host.getSourceFile = (name, languageVersion, ...rest) =>
    byName.has(name)
      ? ts.createSourceFile(name, host.readFile(name), languageVersion, true)
      : ownSource.call(host, name, languageVersion, ...rest);
  const program = ts.createProgram([...byName.keys(), ...ambient(config.fileNames)], options, host);
  const wrong = (name) => {
    const source = program.getSourceFile(name);
    return program.getSyntacticDiagnostics(source).length > 0 || program.getSemanticDiagnostics(source).length > 0;
  };
  return new Set([...byName].filter(([name]) => wrong(name)).map(([, mutant]) => mutant));
}

/** Declarations that no file imports. */
function ambient(names) {
  return names.filter((name) => name.endsWith('.d.ts'));
}

function mutated(text, { start, end, to }) {
  return text.slice(0, start) + to + text.slice(end);
}
