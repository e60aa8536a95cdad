/** whmcs-doctor completion: the script for a shell, which was made with the program. */
import { packagedText } from '../host/packaged.js';
import { nearest } from '../logic/nearest.js';
import { masked } from '../logic/masked.js';
import { usage } from './exit.js';
import { print } from './output.js';
import { shells } from './words.js';

export async function completion(shell: string): Promise<void> {
  const found = shells.find((name) => name === shell);
  if (found !== undefined) return print(packagedText(`completion/whmcs-doctor.${found}`));
  const near = nearest(shell, shells);
  throw usage(
    `there is no completion for ${masked(shell)}: ${near === null ? `type one of ${shells.join(', ')}` : `did you mean ${near}?`}`,
  );
}
