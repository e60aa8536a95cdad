/** WHMCS's own themes and order forms of every release, with a provider switched on: no check of the theme says anything. */
import { describe, expect, it } from 'vitest';
import orderForm from '../../checks/sign-in/order-form-incompatible.js';
import broken from '../../checks/sign-in/page-scripts-broken.js';
import policy from '../../checks/sign-in/provider-blocked-by-policy.js';
import jquery from '../../checks/sign-in/theme-jquery-incompatible.js';
import outdated from '../../checks/sign-in/theme-scripts-outdated.js';
import incomplete from '../../checks/sign-in/theme-sign-in-incomplete.js';
import { releasedBlocks } from '../../src/logic/theme-blocks.js';
import type { LintedPage, ThemeChain } from '../../src/model.js';
import { settings } from '../checks/proxy/facts.js';
import { judgements, type Recorded } from '../support/judge.js';
import { fetched, linted, released, themeFiles, withPage } from '../support/theme.js';

const checks = [incomplete, outdated, jquery, broken, policy, orderForm];
const themes = released.filter(({ kind }) => kind === 'theme');
const orderForms = released.filter(({ kind }) => kind === 'order form');

function complaints(recorded: Recorded): readonly string[] {
  return checks
    .flatMap((check) => judgements(check, recorded))
    .flatMap((said) => ('cause' in said ? [`${said.is} ${said.cause} ${said.subject}`] : said.is === 'unknown' ? [said.reason] : []));
}

function install(version: string, theme: ThemeChain, form: ThemeChain | null, page: Partial<LintedPage> = {}): Recorded {
  return {
    ...withPage(linted({ globalHandler: false, ...page }), [fetched({ features: theme.bundle })]),
    'theme.files': themeFiles(theme, form),
    'install.version': { value: version.replace(/-.*/, ''), database: version, files: version },
    'database.settings': settings([], {
      signInProviders: { google_signin: 3 },
      orderForm: { present: true, value: form?.name ?? 'standard_cart', key: 'OrderFormTemplate' },
    }),
  };
}

const all = themes.flatMap(({ chain, versions }) => versions.map((version) => [chain.name, version, chain] as const));

it('has every theme and order form', () => {
  expect(new Set(released.map(({ chain }) => chain.name))).toEqual(new Set(['six', 'twenty-one', 'nexus', 'standard_cart', 'nexus_cart']));
  expect(all.length).toBeGreaterThan(190);
});

it('knows the hash of every released block', () => {
  const hashes = new Set(released.flatMap(({ chain }) => chain.blocks.map(({ sha256 }) => sha256)));
  expect(hashes).toEqual(releasedBlocks);
});

describe.each(all)('%s %s', (_, version, chain) => {
  const form = orderForms.find(({ versions }) => versions.includes(version))?.chain ?? null;

  it('is silent', () => {
    expect(complaints(install(version, chain, form))).toEqual([]);
  });

  it('is silent where its pages cannot tell', () => {
    expect(complaints({ ...install(version, chain, form, { block: false }) })).toEqual([]);
  });
});

describe('a child theme', () => {
  const parent = themes.find(({ chain, versions }) => chain.name === 'twenty-one' && versions.includes('8.11.2-release.1'))?.chain;
  const files = parent?.templates.map(({ file }) => file) ?? [];
  it.each(files)('that brings %s alone is silent', (file) => {
    if (!parent) throw new Error('no parent');
    const child: ThemeChain = {
      ...parent,
      name: 'acme',
      folders: ['acme', 'twenty-one'],
      templates: parent.templates.map((template) => (template.file === file ? { ...template, from: 'acme' } : template)),
    };
    expect(complaints(install('8.11.2', child, null))).toEqual([]);
  });
});
