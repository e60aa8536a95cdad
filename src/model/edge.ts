/** The site as visitors get it, beside the site itself. */
import type { GapCode } from './words.js';
import type { LoginPage, SessionPersistence, Site } from './web.js';

export interface EdgeFacts {
  'proxy.edge': Edge;
}

/** What visitors get where the other looks went past the proxy, to --origin. */
export interface Edge {
  readonly site: Site;
  /** null: it could not be fetched. */
  readonly login: LoginPage | null;
  /** null: there is no log-in page, a challenge stands before it, or it was not looked at to the end. */
  readonly sessions: SessionPersistence | null;
  /** Why the log-in page or its sessions could not be seen; missing: nothing failed. */
  readonly unseen?: EdgeGap;
}

export interface EdgeGap {
  readonly gap: GapCode;
  readonly why: string;
}
