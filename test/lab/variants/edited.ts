/** Changing files of the install in place. */
import { readFile, writeFile } from 'node:fs/promises';

/** A text that is not there is an error: the variant would be none. */
export async function replaceIn(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} holds no ${from}`);
  await writeFile(file, text.replaceAll(from, to));
}
