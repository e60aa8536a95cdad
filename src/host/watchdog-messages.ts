/** What the keeper of temporary scripts is told, and what it says. */

/** The code where a script cannot be given to the group that alone should read it. No code of the system. */
export const notGiven = 'EGROUP';

export type KeeperRequest =
  | {
      readonly id: number;
      readonly do: 'place';
      /** The folder that gets the script, without a link as its last part. */
      readonly in: string;
      readonly source: string;
      /** In a private folder of its own below it, which others may pass through and not list. */
      readonly apart: boolean;
      /** The group that alone may read it; null: everybody who knows its name. */
      readonly group: number | null;
    }
  | { readonly id: number; readonly do: 'remove' };

export type KeeperReply =
  | { readonly id: number; readonly is: 'placed'; /** Below the folder. */ readonly name: string }
  | { readonly id: number; readonly is: 'removed' }
  /** `notGiven`: the group did not get it, and nobody else may read it. */
  | { readonly id: number; readonly is: 'failed'; readonly code: string; readonly why: string };
