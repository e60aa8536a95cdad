/** What the operations of the network share: the run's options, the vault, the trusted roots and the end of everything. */
import type { RunOptions, Touch } from '../../model.js';
import type { Vantage } from './vantage.js';
import type { SecretVault } from '../vault.js';
import type { Trust } from './trust.js';

/** Called for every address contacted, for --audit. */
export type OnTouch = (touch: Touch) => void;

export interface NetContext extends Vantage {
  readonly options: Pick<RunOptions, 'resolve' | 'timeoutMs' | 'origin' | 'cacert'> & Partial<Pick<RunOptions, 'offline' | 'endpoints'>>;
  readonly vault: Pick<SecretVault, 'keep' | 'reveal'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly trust: Trust;
  readonly onTouch: OnTouch;
  /** Aborted by close(). */
  readonly closed: AbortSignal;
}

/** What is enough to look names up: also the database client does. */
export interface Resolving extends Pick<Vantage, 'addressesOf'> {
  readonly options: Pick<RunOptions, 'resolve'>;
  readonly closed: AbortSignal;
}

/** What is enough to connect. */
export type Dialling = Pick<NetContext, 'onTouch' | 'closed' | 'connect'>;
