import { describe, expect, it, test } from 'vitest';
import check from '../../../checks/sign-in/theme-sign-in-incomplete.js';
import type { ProviderBlock, TemplateSeen, ThemeChain } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';
import { linted, releasedTheme, themeFiles, withPage } from '../../support/theme.js';
import { settings } from '../proxy/facts.js';

const theme = releasedTheme('twenty-one', '8.11.2');
const stored = settings([], { signInProviders: { google_signin: 3 } });
const nothing = settings([], { signInProviders: {} });

function changed(file: string, changes: Partial<TemplateSeen>): ThemeChain {
  return {
    ...theme,
    templates: theme.templates.map((template) => (template.file === file ? { ...template, from: 'acme', ...changes } : template)),
  };
}

function block(changes: Partial<ProviderBlock>): ThemeChain {
  return { ...theme, blocks: theme.blocks.map((one) => ({ ...one, sha256: 'another', ...changes })) };
}

/** Registration and more, with the log-in page showing its buttons. */
function shown(chain: ThemeChain, orderForm: ThemeChain | null = null): Recorded {
  return { ...withPage(linted()), 'theme.files': themeFiles(chain, orderForm), 'database.settings': stored };
}

/** No page shows buttons. */
function dark(chain: ThemeChain): Recorded {
  return { ...withPage(linted({ block: false })), 'theme.files': themeFiles(chain), 'database.settings': stored };
}

const noBlock = { blocks: [], marks: [], unseen: null } as const;
const cart = releasedTheme('standard_cart', '8.11.2');

describe('in the files', () => {
  it.each<[string, Recorded, string, string]>([
    ['registration without the include', shown(changed('clientregister.tpl', noBlock)), 'warn', 'theme-include-missing'],
    ['security settings without the include', shown(changed('user-security.tpl', noBlock)), 'warn', 'theme-include-missing'],
    [
      'checkout without the include',
      shown(theme, { ...cart, templates: [{ file: 'checkout.tpl', from: 'acme', ...noBlock }] }),
      'warn',
      'theme-include-missing',
    ],
    ['log-in page without the include', dark(changed('login.tpl', noBlock)), 'warn', 'theme-include-missing'],
    [
      'an include that leads nowhere',
      dark(
        changed('login.tpl', {
          blocks: [{ context: 'login', customFeedback: true, file: 'acme/includes/linkedaccounts.tpl', there: false }],
        }),
      ),
      'warn',
      'theme-linked-accounts-missing',
    ],
    ['a block without the code of providers', dark(block({ marks: ['providers', 'feedback'] })), 'warn', 'theme-linked-accounts-modified'],
    [
      'a block without its box, where it has to bring it',
      shown(block({ marks: ['providers', 'provider-code'] })),
      'fail',
      'theme-linked-accounts-modified',
    ],
    ['no footer output', shown(changed('footer.tpl', { marks: [] })), 'warn', 'theme-output-missing'],
    [
      'no head output',
      shown(changed('header.tpl', { marks: ['csrf-token', 'header-output', 'base-url'] })),
      'warn',
      'theme-output-missing',
    ],
    ['a parent that is not there', shown({ ...theme, broken: { why: 'missing', parent: 'gone' } }), 'warn', 'theme-parent-missing'],
    ['a parent that leads back', shown({ ...theme, broken: { why: 'cycle', parent: 'acme' } }), 'warn', 'theme-parent-missing'],
  ])('%s', (_, recorded, is, cause) => {
    expect(judgement(check, recorded)).toMatchObject({ is, cause });
  });

  it.each<[string, Recorded]>([
    ['buttons of its own making', shown(changed('clientregister.tpl', { ...noBlock, marks: ['providers', 'provider-code'] }))],
    ['an include with a computed name', shown(changed('clientregister.tpl', { ...noBlock, unseen: 'a computed name' }))],
    ['a changed block that has everything', shown(block({}))],
    ['a changed block with computed messages', shown(block({ messages: null }))],
    ['a block of which a page shows all messages', shown(block({ messages: [] }))],
    ['a registration that is nowhere in the chain', shown(changed('clientregister.tpl', { ...noBlock, from: null }))],
    ['settings of providers that are switched off', dark(theme)],
    ['no provider at all', { ...dark(changed('login.tpl', noBlock)), 'database.settings': nothing }],
    ['no provider, and no parent', { ...dark({ ...theme, broken: { why: 'missing', parent: 'gone' } }), 'database.settings': nothing }],
    ['an old security page beside the new one', shown(changed('clientareasecurity.tpl', noBlock))],
  ])('%s is silent', (_, recorded) => {
    expect(judgements(check, recorded).map(({ is }) => is)).toEqual(['pass']);
  });

  it('a page that ends before its form, for its block or its parent is not there', () => {
    const gone = changed('login.tpl', {
      blocks: [{ context: 'login', customFeedback: true, file: 'acme/includes/linkedaccounts.tpl', there: false }],
    });
    const page = { 'http.login': loginPage({ form: null, status: 500 }), 'theme.page': gap('unsupported', 'no form', true) };
    const cause = (chain: ThemeChain) => judgement(check, { ...page, 'theme.files': themeFiles(chain) });
    expect(cause(gone)).toMatchObject({ is: 'fail', cause: 'theme-linked-accounts-missing' });
    expect(cause({ ...theme, broken: { why: 'missing', parent: 'gone' } })).toMatchObject({ is: 'fail', cause: 'theme-parent-missing' });
    expect(cause(theme)).toMatchObject({ is: 'skip' });
  });
});

describe('on the page', () => {
  it.each([
    ['no box for messages', { feedback: false }, 'theme-feedback-missing', 'fail'],
    ['no messages', { messages: [] }, 'theme-linked-accounts-modified', 'fail'],
    [
      'a message less',
      { messages: linted().messages.filter((name) => name !== 'already_linked') },
      'theme-linked-accounts-modified',
      'warn',
    ],
  ] as const)('%s', (_, changes, cause, is) => {
    const recorded = { ...withPage(linted(changes)), 'theme.files': gap('unsupported', 'no files', true) };
    expect(judgements(check, recorded)).toMatchObject([{ is, cause, confidence: 'proved' }]);
  });

  test('buttons on the registration form alone', () => {
    const recorded = withPage(linted({ block: false }));
    const pages = [linted({ block: false }), linted({ page: 'registration', url: 'https://billing.example.com/register.php' })];
    expect(judgement(check, { ...recorded, 'theme.page': { pages, scripts: [] } })).toMatchObject({
      is: 'fail',
      cause: 'theme-include-missing',
      confidence: 'proved',
    });
  });
});

test('what cannot be seen', () => {
  expect(judgement(check, { 'http.login': gap('io') }).is).toBe('unknown');
  expect(judgement(check, { 'http.login': loginPage({ challenge: true, form: null }) }).is).toBe('skip');
  expect(judgement(check, { ...dark(theme), 'theme.files': gap('io') }).is).toBe('unknown');
  expect(judgement(check, { ...dark(theme), 'theme.files': gap('denied', 'not for you', true) }).is).toBe('skip');
});
