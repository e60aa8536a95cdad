// The bill of materials of dist/, in CycloneDX: what `npm sbom` says of the lock file, of it only what was built in. The same sources give the
// same file: no time, no number of its own. https://docs.npmjs.com/cli/commands/npm-sbom
import { spawnSync } from 'node:child_process';

/** `packages`: as packagesIn gives them. */
export function sbom(top, packages) {
  const said = spawnSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], { cwd: top, encoding: 'utf8' });
  if (said.status !== 0) throw new Error(`npm sbom: ${said.error?.message ?? said.stderr}`);
  const { $schema, bomFormat, specVersion, version: edition, metadata, components, dependencies } = JSON.parse(said.stdout);
  const { component } = metadata;
  const wanted = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const self = component['bom-ref'];
  const kept = components.filter((each) => wanted.has(each['bom-ref']));
  const missing = [...wanted].filter((ref) => !kept.some((each) => each['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`package-lock.json does not know what was built in: ${missing.join(', ')}`);
  const name = self.slice(0, self.lastIndexOf('@'));
  return {
    $schema,
    bomFormat,
    specVersion,
    version: edition,
    metadata: { lifecycles: [{ phase: 'build' }], component: { ...component, name, type: 'application' } },
    // npm calls them optional and of the development, for they are installed for the build: in here they are the program
    components: kept.map((each) => ({ ...each, scope: 'required', properties: [] })),
    dependencies: dependencies
      .filter(({ ref }) => ref === self || wanted.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => wanted.has(on)) })),
  };
}
