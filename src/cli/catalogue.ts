/**
 * What the program knows, without what judges and looks: for commands that tell of it. Without plug-ins it is read from files of dist/,
 * which were made with the program, for loading every check takes as long as Node itself. Each part is read where it is asked for.
 */
import { packagedText } from '../host/packaged.js';
import type { Cause, Check, Message, Probe, Problem } from '../model.js';
import type { Extension } from '../run/plugins/extension.js';
import { loadExpertise, loadProgram } from './program.js';

export type CheckCard = Pick<Check, 'id' | 'area' | 'title' | 'causes' | 'needs'> & { readonly wants: NonNullable<Check['wants']> };
export type ProbeCard = Pick<Probe, 'fact' | 'title' | 'vantage' | 'needs' | 'wants' | 'budgetMs' | 'touches'>;

export interface Catalogue {
  readonly checks: readonly CheckCard[];
  readonly causes: readonly Cause[];
  readonly problems: readonly Problem[];
}

export async function loadCatalogue(plugins: readonly Extension[]): Promise<Catalogue> {
  return plugins.length === 0 ? new PackagedCatalogue() : catalogueWith(plugins);
}

class PackagedCatalogue implements Catalogue {
  readonly #parts = new Map<string, unknown>();

  get checks(): readonly CheckCard[] {
    return this.#part('checks') as readonly CheckCard[];
  }

  get causes(): readonly Cause[] {
    return this.#part('causes') as readonly Cause[];
  }

  get problems(): readonly Problem[] {
    return this.#part('problems') as readonly Problem[];
  }

  #part(name: keyof Catalogue): unknown {
    if (!this.#parts.has(name)) this.#parts.set(name, JSON.parse(packagedText(`${name}.json`)));
    return this.#parts.get(name);
  }
}

export async function loadProbeCards(plugins: readonly Extension[]): Promise<readonly ProbeCard[]> {
  return plugins.length === 0 ? (JSON.parse(packagedText('probes.json')) as readonly ProbeCard[]) : probeCardsWith(plugins);
}

/** What known messages in a text mean. */
export async function loadMessages(plugins: readonly Extension[]): Promise<readonly Message[]> {
  return (await loadExpertise(plugins)).messages;
}

export async function catalogueWith(plugins: readonly Extension[]): Promise<Catalogue> {
  const { checks, causes, problems } = await loadExpertise(plugins);
  return {
    checks: checks.map(({ id, area, title, causes: named, needs, wants = [] }) => ({ id, area, title, causes: named, needs, wants })),
    causes,
    problems,
  };
}

export async function probeCardsWith(plugins: readonly Extension[]): Promise<readonly ProbeCard[]> {
  const { probes } = await loadProgram('install', plugins);
  return [...probes.values()].map(({ fact, title, vantage, needs, wants, budgetMs, touches }) => ({
    fact,
    title,
    vantage,
    needs,
    wants,
    budgetMs,
    touches,
  }));
}
