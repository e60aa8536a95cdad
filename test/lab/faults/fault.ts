/** A fault that is made for real, and what undoes it. */
import type { Lab, LabOptions } from '../lab.js';

export interface Fault {
  /** The cause that the first finding must name. */
  readonly cause: string;
  /** What tells this way to the cause from another one. */
  readonly how?: string;
  readonly setup?: Partial<LabOptions>;
  /** What the operator gives beside the install. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the operator gives once it is healed, where that differs. */
  readonly healedArgs?: readonly string[];
  readonly healedEnv?: Readonly<Record<string, string>>;
  readonly status?: 1 | 2;
  /** Causes that are then true as well, beside those that the knowledge has following from it, and why. */
  readonly also?: Readonly<Record<string, string>>;
  /** Words of what checks cannot tell then (`check: reason`), and why. */
  readonly unseen?: Readonly<Record<string, string>>;
  /** Problems that must be among the explained ones. */
  readonly problems?: readonly string[];
  /** Needs files of two accounts, and so real root. */
  readonly root?: true;
  /** Needs a file system with quotas that this kernel can mount from a file. */
  readonly quotas?: true;
  inject(lab: Lab): Promise<void>;
  /** Does what the printed next steps say. */
  heal(lab: Lab): Promise<void>;
}

/** The site gives no page, so that nothing can be said of its pages. */
export const noPages = {
  'page could not be fetched from': 'the site gives no page',
  'whether a proxy stands in front of the site could not be told': 'nothing answers at the name',
} as const;

/** The site answers with an error in the place of its pages. */
export const brokenPage = {
  'the login page answered HTTP 500': 'no page, and so no session to follow',
  'what answers at the System URL could not be recognised as WHMCS': 'an error looks the same wherever it comes from',
} as const;

/** A fault of PHP's own directives, undone by setting them right. */
export function phpFault(
  cause: string,
  wrong: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string | null>>,
  more: Partial<Fault> = {},
): Fault {
  return { cause, ...more, inject: (lab) => lab.php(wrong), heal: (lab) => lab.php(right) };
}

/** A fault of a row of tblconfiguration. */
export function settingFault(cause: string, name: string, wrong: string, right: string, more: Partial<Fault> = {}): Fault {
  return { cause, ...more, inject: (lab) => lab.setting(name, wrong), heal: (lab) => lab.setting(name, right) };
}
