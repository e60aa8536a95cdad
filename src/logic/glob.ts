/** Patterns of ids. */

/** `*` stands for any run of characters; everything else is literal. */
export function glob(pattern: string): RegExp {
  const source = pattern
    .split(/\*+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  return new RegExp(`^${source}$`);
}
