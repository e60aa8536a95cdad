/** The documented table: 28 lines that lead to 23 problems. */
import type { Problem } from '../model.js';
import { authentication } from './problems/authentication.js';
import { recovery } from './problems/recovery.js';
import { signIn } from './problems/sign-in.js';

export const problems: readonly Problem[] = [...authentication, ...signIn, ...recovery];
