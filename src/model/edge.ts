/** The site as visitors get it, beside the site itself. */
import type { LoginPage, SessionPersistence, Site } from './web.js';

export interface EdgeFacts {
  'proxy.edge': Edge;
}

/** What visitors get where the other looks went past the proxy, to --origin. */
export interface Edge {
  readonly site: Site;
  /** null: it could not be fetched, and the walk of `site` says why. */
  readonly login: LoginPage | null;
  /** null: there is no log-in page, or a challenge stands before it. */
  readonly sessions: SessionPersistence | null;
}
