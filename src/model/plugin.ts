/** What a module plug-in exports. A program of the operator's own says the same as JSON: see src/run/plugins/protocol.ts. */
import type { Cause } from './knowledge.js';
import type { Area, Vantage } from './words.js';

/**
 * Checks, causes and probes of the operator's own. Any check of defineCheck and any probe of defineProbe is one of these: over which facts is
 * their own affair here.
 */
export interface Plugin {
  readonly checks?: readonly PluginCheck[];
  readonly causes?: readonly Cause[];
  readonly probes?: readonly PluginProbe[];
}

export interface PluginCheck {
  readonly id: string;
  readonly area: Area;
  readonly title: { readonly pass: string; readonly fail: string };
  readonly causes: readonly string[];
  readonly needs: readonly string[];
  readonly wants?: readonly string[];
  readonly judge: (...given: never[]) => unknown;
}

export interface PluginProbe {
  readonly fact: string;
  readonly vantage: Vantage;
  readonly title: string;
  readonly needs: readonly string[];
  readonly wants: readonly string[];
  readonly budgetMs: number;
  readonly observe: (...given: never[]) => Promise<unknown>;
}
