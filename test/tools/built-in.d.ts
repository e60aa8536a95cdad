export const permissive: ReadonlySet<string>;
export function packagesIn(
  top: string,
  inputs: readonly string[],
): readonly { readonly folder: string; readonly name: string; readonly version: string; readonly license: string }[];
