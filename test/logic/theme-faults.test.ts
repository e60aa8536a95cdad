import { describe, expect, it } from 'vitest';
import { fileFaults, pageFaults, parentFault } from '../../src/logic/theme-faults.js';
import { blockMessages, releasedBlocks } from '../../src/logic/theme-blocks.js';
import type { BlockInclude, LintedPage, ProviderBlock, TemplateSeen, ThemeChain } from '../../src/model.js';
import { linted, script } from '../support/theme.js';

const [releasedHash = ''] = releasedBlocks;
const ownBlock = 'acme/includes/linkedaccounts.tpl';
const otherBlock = 'acme/other/linkedaccounts.tpl';

const include = (differs: Partial<BlockInclude> = {}): BlockInclude => ({
  context: 'login',
  customFeedback: false,
  file: ownBlock,
  there: true,
  ...differs,
});

/** A template with a box of its own that includes the block. */
const template = (file: string, differs: Partial<TemplateSeen> = {}): TemplateSeen => ({
  file,
  from: 'acme',
  marks: ['feedback'],
  blocks: [include()],
  unseen: null,
  ...differs,
});

/** A block that was changed and has everything. */
const block = (differs: Partial<ProviderBlock> = {}): ProviderBlock => ({
  file: ownBlock,
  sha256: 'another',
  marks: ['providers', 'provider-code', 'feedback'],
  messages: blockMessages,
  unseen: null,
  ...differs,
});

const chain = (differs: Partial<ThemeChain> = {}): ThemeChain => ({
  name: 'acme',
  folders: ['acme', 'twenty-one'],
  broken: null,
  jquery: null,
  templates: [template('login.tpl'), template('clientregister.tpl'), template('user-security.tpl')],
  blocks: [block()],
  bundle: null,
  ...differs,
});

const without = (...names: readonly string[]): readonly string[] => blockMessages.filter((name) => !names.includes(name));
const registration = (differs: Partial<LintedPage> = {}): LintedPage =>
  linted({ page: 'registration', url: 'https://billing.example.com/register.php', ...differs });

interface Told {
  readonly cause: string;
  readonly subject: string;
  readonly is: string;
  readonly confidence: string;
}

const short = (faults: readonly Told[]): readonly string[] =>
  faults.map(({ cause, subject, is, confidence }) => `${is} ${confidence} ${cause} ${subject}`);

/** Sign-in is shown somewhere that was not looked at, so every file counts. */
const inFiles = (theme: ThemeChain, orderForm: ThemeChain | null = null): readonly string[] =>
  short(fileFaults({ theme, orderForm }, [], true));

/** No page shows a button: only what hinders the log-in page counts. */
const inDark = (theme: ThemeChain): readonly string[] => short(fileFaults({ theme, orderForm: null }, [], false));

describe('what the pages show', () => {
  it.each<[string, readonly LintedPage[], readonly string[]]>([
    ['nothing where both pages have everything', [linted(), registration()], []],
    ['nothing where no page has buttons', [linted({ block: false }), registration({ block: false })], []],
    ['nothing where only the log-in page has buttons: registration may be closed', [linted(), registration({ block: false })], []],
    [
      'a log-in page without the buttons of the registration form',
      [linted({ block: false }), registration()],
      ['fail proved theme-include-missing https://billing.example.com/index.php?rp=/login'],
    ],
    [
      'a registration form without the box',
      [linted(), registration({ feedback: false })],
      ['fail proved theme-feedback-missing https://billing.example.com/register.php'],
    ],
    [
      'a box that both pages lack, on each page',
      [linted({ feedback: false }), registration({ feedback: false })],
      [
        'fail proved theme-feedback-missing https://billing.example.com/index.php?rp=/login',
        'fail proved theme-feedback-missing https://billing.example.com/register.php',
      ],
    ],
    [
      'one message less, which is no more than a warning',
      [linted({ messages: without('already_linked') })],
      ['warn proved theme-linked-accounts-modified https://billing.example.com/index.php?rp=/login'],
    ],
    [
      'no text for a failed connection, which hides why sign-in fails',
      [linted({ messages: without('connect_error') })],
      ['fail proved theme-linked-accounts-modified https://billing.example.com/index.php?rp=/login'],
    ],
  ])('%s', (_, pages, faults) => {
    expect(short(pageFaults(pages, null))).toEqual(faults);
  });

  it.each<[string, LintedPage, 'http.login' | 'theme.page']>([
    ['the log-in page', linted({ feedback: false }), 'http.login'],
    ['the registration form', registration({ feedback: false }), 'theme.page'],
  ])('is told from the fact that has %s', (_, page, fact) => {
    expect(pageFaults([page], null)).toMatchObject([{ fact }]);
  });

  it('names all messages that are gone, or says that all are', () => {
    const saw = (messages: readonly string[]) => pageFaults([linted({ messages })], null).map((fault) => fault.saw);
    expect(saw(without('checkout-new', 'default'))).toEqual(['checkout-new, default']);
    expect(saw(['default'])).toEqual([
      'init_failed, connect_error, complete_sign_in, 2fa_needed, linking_complete, login_to_link-signin-required, ' +
        'login_to_link-registration-required, checkout-new, other_user_exists, already_linked',
    ]);
    expect(saw([])).toEqual(['all']);
  });

  it('takes the names of the template and of the block from the files', () => {
    const theme = chain({ templates: [template('login.tpl', { from: 'twenty-one' }), template('clientregister.tpl')] });
    const faults = (pages: readonly LintedPage[]) => short(pageFaults(pages, { theme, orderForm: null }));
    expect(faults([linted({ feedback: false }), registration({ feedback: false })])).toEqual([
      'fail proved theme-feedback-missing templates/twenty-one/login.tpl',
      'fail proved theme-feedback-missing templates/acme/clientregister.tpl',
    ]);
    expect(faults([linted({ messages: without('default') })])).toEqual([
      `warn proved theme-linked-accounts-modified templates/${ownBlock}`,
    ]);
  });

  it('keeps the address where no theme of the chain has the template, or no block was found', () => {
    const theme = chain({ templates: [template('login.tpl', { from: null })], blocks: [] });
    const page = linted({ feedback: false, messages: without('default') });
    expect(short(pageFaults([page], { theme, orderForm: null }))).toEqual([
      `fail proved theme-feedback-missing ${page.url}`,
      `warn proved theme-linked-accounts-modified ${page.url}`,
    ]);
  });

  it.each<[string, readonly string[], readonly string[], string, string]>([
    ['a grave one that comes later', without('default'), without('connect_error'), 'fail', 'connect_error'],
    ['a grave one that comes first', without('connect_error'), without('default'), 'fail', 'connect_error'],
    ['the first of two slight ones', without('default'), without('already_linked'), 'warn', 'default'],
    ['the first of two grave ones', without('connect_error'), [], 'fail', 'connect_error'],
  ])('tells of one block once: %s', (_, onLogin, onRegistration, is, saw) => {
    const pages = [linted({ messages: onLogin }), registration({ messages: onRegistration })];
    expect(pageFaults(pages, { theme: chain(), orderForm: null })).toMatchObject([{ is, saw }]);
  });
});

describe('templates without the include', () => {
  const bare = { blocks: [], marks: [], unseen: null } as const;
  const withBare = (...files: readonly string[]) =>
    chain({ templates: chain().templates.map((one) => (files.includes(one.file) ? template(one.file, bare) : one)) });

  it.each<[string, ThemeChain, readonly string[]]>([
    ['the log-in page: a fault', withBare('login.tpl'), ['fail likely theme-include-missing templates/acme/login.tpl']],
    [
      'registration: perhaps meant',
      withBare('clientregister.tpl'),
      ['warn possible theme-include-missing templates/acme/clientregister.tpl'],
    ],
    ['security: perhaps meant', withBare('user-security.tpl'), ['warn possible theme-include-missing templates/acme/user-security.tpl']],
    [
      'the old security page, in a theme of before 8.0',
      chain({
        templates: [
          template('login.tpl'),
          template('user-security.tpl', { ...bare, from: null }),
          template('clientareasecurity.tpl', bare),
        ],
      }),
      ['warn possible theme-include-missing templates/acme/clientareasecurity.tpl'],
    ],
    [
      'the old security page, in a theme that names no other',
      chain({ templates: [template('login.tpl'), template('clientareasecurity.tpl', bare)] }),
      ['warn possible theme-include-missing templates/acme/clientareasecurity.tpl'],
    ],
    [
      'not the old security page beside the new one',
      chain({ templates: [template('login.tpl'), template('user-security.tpl'), template('clientareasecurity.tpl', bare)] }),
      [],
    ],
    ['not a template that signs nobody in', chain({ templates: [template('login.tpl'), template('homepage.tpl', bare)] }), []],
    ['not one with buttons of its own', chain({ templates: [template('login.tpl', { ...bare, marks: ['provider-code'] })] }), []],
    [
      'not one that could not be followed to its end',
      chain({ templates: [template('login.tpl', { ...bare, unseen: 'a computed name' })] }),
      [],
    ],
    ['not one that no theme brings', chain({ templates: [template('login.tpl', { ...bare, from: null })] }), []],
  ])('%s', (_, theme, faults) => {
    expect(inFiles(theme)).toEqual(faults);
  });

  it('are not told of where their page shows the buttons', () => {
    const files = { theme: withBare('login.tpl', 'clientregister.tpl'), orderForm: null };
    expect(short(fileFaults(files, [linted()], true))).toEqual(['warn possible theme-include-missing templates/acme/clientregister.tpl']);
    expect(short(fileFaults(files, [linted(), registration()], true))).toEqual([]);
  });

  it('count where no page shows buttons only if they are the log-in page, and then as a warning', () => {
    expect(inDark(withBare('login.tpl', 'clientregister.tpl'))).toEqual(['warn likely theme-include-missing templates/acme/login.tpl']);
    expect(inDark(withBare('clientregister.tpl', 'user-security.tpl'))).toEqual([]);
    expect(inDark(chain({ templates: [template('clientregister.tpl', bare)] }))).toEqual([]);
  });
});

describe('blocks that are not there', () => {
  const gone = include({ there: false });
  const alsoGone = include({ file: otherBlock, there: false });
  const loginWith = (...blocks: readonly BlockInclude[]) => chain({ templates: [template('login.tpl', { blocks })] });

  it.each<[string, readonly BlockInclude[], readonly string[]]>([
    ['the only one', [gone], [`fail likely theme-linked-accounts-missing templates/${ownBlock}`]],
    ['the first of two', [gone, alsoGone], [`fail likely theme-linked-accounts-missing templates/${ownBlock}`]],
    ['not one beside another that is there', [alsoGone, include()], []],
    ['not one beside another that cannot be told', [gone, include({ there: null, file: null })], []],
    ['not one with a computed name', [include({ there: null, file: null })], []],
  ])('%s', (_, blocks, faults) => {
    expect(inFiles(loginWith(...blocks))).toEqual(faults);
  });

  it('names the template that includes it', () => {
    expect(fileFaults({ theme: loginWith(gone), orderForm: null }, [], true)).toMatchObject([
      { label: 'Included by login.tpl', saw: 'no such file', want: 'there' },
    ]);
  });

  it('hinder the log-in page where it includes them, whichever of its blocks it is', () => {
    const warned = [`warn likely theme-linked-accounts-missing templates/${ownBlock}`];
    expect(inDark(loginWith(gone))).toEqual(warned);
    expect(inDark(loginWith(gone, alsoGone))).toEqual(warned);
  });

  it('hinder no log-in page that includes another', () => {
    expect(inDark(chain({ templates: [template('login.tpl'), template('clientregister.tpl', { blocks: [alsoGone] })] }))).toEqual([]);
  });

  it('of a registration form hinder nobody where there is no log-in template', () => {
    expect(inDark(chain({ templates: [template('clientregister.tpl', { blocks: [gone] })] }))).toEqual([]);
  });
});

describe('a block without the code of any provider', () => {
  const codeless = (differs: Partial<ProviderBlock> = {}) => block({ marks: ['providers', 'feedback'], ...differs });
  const fault = `fail likely theme-linked-accounts-modified templates/${ownBlock}`;

  it.each<[string, ProviderBlock, readonly string[]]>([
    ['changed', codeless(), [fault]],
    ['as WHMCS brings it', codeless({ sha256: releasedHash }), []],
    ['with something that could not be followed', codeless({ unseen: 'a computed name' }), []],
    ['not read', codeless({ sha256: null }), []],
    ['changed, but with the code', block(), []],
  ])('%s', (_, one, faults) => {
    expect(inFiles(chain({ blocks: [one] }))).toEqual(faults);
  });

  it('counts where a page of sign-in includes it, also beside a whole one', () => {
    const blocks = [codeless(), block({ file: otherBlock })];
    const both = [include({ file: otherBlock }), include()];
    expect(inFiles(chain({ templates: [template('login.tpl', { blocks: both })], blocks }))).toEqual([fault]);
    expect(inDark(chain({ templates: [template('login.tpl', { blocks: both })], blocks }))).toEqual([
      `warn likely theme-linked-accounts-modified templates/${ownBlock}`,
    ]);
  });

  it('does not count where none includes it', () => {
    const templates = [template('login.tpl', { blocks: [include({ file: otherBlock })] }), template('homepage.tpl')];
    expect(inFiles(chain({ templates, blocks: [codeless(), block({ file: otherBlock })] }))).toEqual([]);
  });
});

describe('a changed block with less than it needs', () => {
  const fault = (is: string) => [`${is} likely theme-linked-accounts-modified templates/${ownBlock}`];

  it.each<[string, Partial<ProviderBlock>, readonly string[]]>([
    ['one message less', { messages: without('default') }, fault('warn')],
    ['no text for a failed connection', { messages: without('connect_error') }, fault('fail')],
    ['no messages at all', { messages: [] }, fault('fail')],
    ['messages with computed classes', { messages: null }, []],
    ['no messages, as WHMCS brings it', { messages: [], sha256: releasedHash }, []],
    ['no messages, and something that could not be followed', { messages: [], unseen: 'a computed name' }, []],
    ['no messages, as it was not read', { messages: [], sha256: null }, []],
  ])('%s', (_, differs, faults) => {
    expect(inFiles(chain({ blocks: [block(differs)] }))).toEqual(faults);
  });

  it('has its messages told by a page that shows it', () => {
    const files = { theme: chain({ blocks: [block({ messages: [] })] }), orderForm: null };
    expect(fileFaults(files, [linted()], true)).toEqual([]);
    expect(fileFaults(files, [linted({ block: false })], true)).toHaveLength(1);
  });
});

describe('the box for messages', () => {
  const boxless = block({ marks: ['providers', 'provider-code'] });
  const blockFault = [`fail likely theme-linked-accounts-modified templates/${ownBlock}`];
  const bare = (...blocks: readonly BlockInclude[]) => template('login.tpl', { marks: [], blocks });

  it.each<[string, TemplateSeen, ProviderBlock, readonly string[]]>([
    ['the changed block leaves it out, and nobody else brings it', bare(include()), boxless, blockFault],
    ['the same beside another block', bare(include({ file: otherBlock }), include()), boxless, blockFault],
    ['the block brings it', bare(include()), block(), []],
    ['the template brings it', template('login.tpl'), boxless, []],
    ['a part of the template that could not be followed may bring it', { ...bare(include()), unseen: 'a computed name' }, boxless, []],
    ['the template without it includes another block', bare(include({ file: otherBlock })), boxless, []],
  ])('of the block: %s', (_, login, one, faults) => {
    expect(inFiles(chain({ templates: [login], blocks: [one] }))).toEqual(faults);
  });

  const custom = include({ customFeedback: true });
  const plain = block({ sha256: releasedHash });
  const templateFault = ['fail likely theme-feedback-missing templates/acme/login.tpl'];

  it.each<[string, TemplateSeen, readonly ProviderBlock[], readonly string[]]>([
    ['it takes the box upon itself and has none', bare(custom), [plain], templateFault],
    ['the same where the block itself has none', bare(custom), [{ ...plain, marks: ['provider-code'] }], templateFault],
    ['one of its includes does', bare(include(), custom), [plain], templateFault],
    ['it has the box', template('login.tpl', { blocks: [custom] }), [plain], []],
    ['it leaves the box to the block', bare(include()), [plain], []],
    ['not all of it was seen', { ...bare(custom), unseen: 'a computed name' }, [plain], []],
    ['no theme brings it', { ...bare(custom), from: null }, [plain], []],
    [
      'a block of one’s own may bring it all the same',
      bare(custom),
      [block()],
      ['warn possible theme-feedback-missing templates/acme/login.tpl'],
    ],
    [
      'one of its blocks is one’s own',
      bare(include({ file: otherBlock, customFeedback: true }), custom),
      [plain, block({ file: otherBlock })],
      ['warn possible theme-feedback-missing templates/acme/login.tpl'],
    ],
    ['the block of one’s own is another page’s', bare(custom), [plain, block({ file: otherBlock })], templateFault],
  ])('of the template: %s', (_, login, blocks, faults) => {
    expect(inFiles(chain({ templates: [login], blocks }))).toEqual(faults);
  });

  it('of a template is told by its page where that shows the buttons', () => {
    const files = { theme: chain({ templates: [bare(custom)], blocks: [plain] }), orderForm: null };
    expect(fileFaults(files, [linted()], true)).toEqual([]);
    expect(short(fileFaults(files, [registration()], true))).toEqual(templateFault);
  });

  it('is not looked for where no page shows buttons', () => {
    expect(inDark(chain({ templates: [bare(custom)], blocks: [plain] }))).toEqual([]);
  });
});

describe('what header and footer print for hooks and scripts', () => {
  const header = (differs: Partial<TemplateSeen> = {}) =>
    template('header.tpl', { blocks: [], marks: ['head-output', 'header-output', 'csrf-token', 'base-url'], ...differs });
  const footer = (differs: Partial<TemplateSeen> = {}) => template('footer.tpl', { blocks: [], marks: ['footer-output'], ...differs });
  const told = (templates: readonly TemplateSeen[], pages: readonly LintedPage[] = []) =>
    fileFaults({ theme: chain({ templates }), orderForm: null }, pages, true).map(
      ({ cause, subject, is, confidence, label }) => `${is} ${confidence} ${cause} ${subject}: ${label}`,
    );

  it.each<[string, readonly TemplateSeen[], readonly string[]]>([
    ['everything', [header(), footer()], []],
    [
      'no {$headoutput}',
      [header({ marks: ['header-output', 'csrf-token'] })],
      ['warn likely theme-output-missing templates/acme/header.tpl: {$headoutput}'],
    ],
    [
      'no {$headeroutput}',
      [header({ marks: ['head-output', 'csrf-token'] })],
      ['warn likely theme-output-missing templates/acme/header.tpl: {$headeroutput}'],
    ],
    [
      'no token for scripts',
      [header({ marks: ['head-output', 'header-output'] })],
      ['fail likely theme-output-missing templates/acme/header.tpl: csrfToken = … (includes/head.tpl)'],
    ],
    ['no {$footeroutput}', [footer({ marks: [] })], ['warn likely theme-output-missing templates/acme/footer.tpl: {$footeroutput}']],
    ['nothing, in templates that no theme brings', [header({ from: null, marks: [] }), footer({ from: null, marks: [] })], []],
    ['nothing, as not all was seen', [header({ unseen: 'a computed name', marks: [] }), footer({ unseen: 'unreadable', marks: [] })], []],
    ['no such templates', [], []],
  ])('%s', (_, templates, faults) => {
    expect(told(templates)).toEqual(faults);
  });

  it('tells of one file once, with what is graver', () => {
    expect(told([header({ marks: [] })])).toEqual([
      'fail likely theme-output-missing templates/acme/header.tpl: csrfToken = … (includes/head.tpl)',
    ]);
  });

  const noToken = [header({ marks: ['head-output', 'header-output'] })];
  it.each<[string, readonly LintedPage[], number]>([
    ['the only page', [linted()], 0],
    ['one of two pages', [linted({ scripts: [] }), registration()], 0],
    ['no page', [linted({ scripts: [script(null), script(null, { defines: ['whmcsBaseUrl'] })] })], 1],
  ])('the token that %s defines is there, wherever it comes from', (_, pages, faults) => {
    expect(told(noToken, pages)).toHaveLength(faults);
  });

  it('excuses nothing else that the page does not prove', () => {
    expect(told([header({ marks: ['csrf-token'] })], [linted()])).toEqual([
      'warn likely theme-output-missing templates/acme/header.tpl: {$headoutput}',
    ]);
  });
});

describe('the order form', () => {
  const checkout = template('checkout.tpl', { from: 'acme_cart', marks: [], blocks: [] });
  const cart = (differs: Partial<ThemeChain> = {}) =>
    chain({ name: 'acme_cart', folders: ['acme_cart'], templates: [checkout], blocks: [], ...differs });

  it.each<[string, ThemeChain, readonly string[]]>([
    ['without the include', cart(), ['warn possible theme-include-missing templates/orderforms/acme_cart/checkout.tpl']],
    ['that knows nothing of providers: Modern', cart({ name: 'modern' }), []],
    ['that knows nothing of providers: Boxes', cart({ name: 'boxes' }), []],
    [
      'that takes the box upon itself and has none',
      cart({
        templates: [{ ...checkout, blocks: [include({ customFeedback: true })] }],
        blocks: [block({ sha256: releasedHash })],
      }),
      ['fail likely theme-feedback-missing templates/orderforms/acme_cart/checkout.tpl'],
    ],
    [
      'with a changed block that lacks messages',
      cart({ templates: [template('checkout.tpl')], blocks: [block({ messages: without('checkout-new') })] }),
      [`warn likely theme-linked-accounts-modified templates/${ownBlock}`],
    ],
  ])('%s', (_, orderForm, faults) => {
    expect(inFiles(chain(), orderForm)).toEqual(faults);
  });

  it('is not looked at where no page shows buttons', () => {
    expect(fileFaults({ theme: chain(), orderForm: cart() }, [], false)).toEqual([]);
  });

  it('has messages of its own, which no page of the theme shows', () => {
    const orderForm = cart({ templates: [template('checkout.tpl')], blocks: [block({ messages: [] })] });
    expect(short(fileFaults({ theme: chain(), orderForm }, [linted()], true))).toEqual([
      `fail likely theme-linked-accounts-modified templates/${ownBlock}`,
    ]);
  });
});

describe('a parent that is not there', () => {
  const broken = (why: 'missing' | 'cycle' | 'name', parent: string) => ({ why, parent });

  it.each<[string, ThemeChain, ThemeChain | null, string, string]>([
    [
      'of the theme',
      chain({ folders: ['acme'], broken: broken('missing', 'gone') }),
      null,
      'templates/acme/theme.yaml',
      'gone, which is not there',
    ],
    [
      'of the theme’s own parent',
      chain({ folders: ['acme', 'middle'], broken: broken('cycle', 'acme') }),
      null,
      'templates/middle/theme.yaml',
      'acme, which leads back to the child',
    ],
    [
      'of a theme without a folder',
      chain({ folders: [], broken: broken('name', '../six') }),
      null,
      'templates/acme/theme.yaml',
      "../six, which is no theme's name",
    ],
    [
      'of the order form',
      chain(),
      chain({ name: 'acme_cart', folders: ['acme_cart'], broken: broken('missing', 'gone_cart') }),
      'templates/orderforms/acme_cart/theme.yaml',
      'gone_cart, which is not there',
    ],
  ])('%s', (_, theme, orderForm, subject, saw) => {
    expect(parentFault({ theme, orderForm })).toMatchObject({
      cause: 'theme-parent-missing',
      subject,
      is: 'fail',
      confidence: 'likely',
      saw,
    });
  });

  it('is the theme’s where the order form lacks one too', () => {
    const cart = chain({ folders: ['acme_cart'], broken: broken('missing', 'gone_cart') });
    expect(parentFault({ theme: chain({ folders: ['acme'], broken: broken('missing', 'gone') }), orderForm: cart })?.subject).toBe(
      'templates/acme/theme.yaml',
    );
  });

  it('is nothing where all are there', () => {
    expect(parentFault({ theme: chain(), orderForm: chain() })).toBeNull();
    expect(parentFault({ theme: chain(), orderForm: null })).toBeNull();
  });
});
