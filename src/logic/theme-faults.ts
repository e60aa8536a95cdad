/** What a theme lacks of sign-in with providers, in its files and on its pages. */
import type { LintedPage, ProviderBlock, TemplateSeen, ThemeChain, ThemeFiles } from '../model.js';
import { blockMessages, incompatibleOrderForms, releasedBlocks } from './theme-blocks.js';

export interface ThemeFault {
  readonly cause:
    | 'theme-include-missing'
    | 'theme-feedback-missing'
    | 'theme-linked-accounts-missing'
    | 'theme-linked-accounts-modified'
    | 'theme-output-missing'
    | 'theme-parent-missing';
  /** A template below the install's folder; for what only the page shows, its address. */
  readonly subject: string;
  readonly is: 'fail' | 'warn';
  readonly confidence: 'proved' | 'likely' | 'possible';
  readonly fact: 'theme.files' | 'http.login' | 'theme.page';
  readonly label: string;
  readonly saw: string;
  readonly want: string;
}

const templateOf = { login: 'login.tpl', registration: 'clientregister.tpl' } as const;

/** What the pages show. `files` only lends the name of the template. */
export function pageFaults(pages: readonly LintedPage[], files: ThemeFiles | null): readonly ThemeFault[] {
  const shown = pages.filter(({ block }) => block);
  const found: ThemeFault[] = [];
  for (const page of pages) {
    const seen = { fact: page.page === 'login' ? 'http.login' : 'theme.page', confidence: 'proved' } as const;
    const template = templatePath(files, templateOf[page.page]) ?? page.url;
    if (!page.block) {
      // A page that is shown to visitors in place of the registration form is none of it.
      if (page.page !== 'login' || shown.length === 0) continue;
      const saw = 'none, and the registration form has them';
      found.push({
        ...seen,
        cause: 'theme-include-missing',
        subject: template,
        is: 'fail',
        label: "Providers' buttons on the log-in page",
        saw,
        want: 'there',
      });
      continue;
    }
    if (!page.feedback) {
      const label = 'Element .providerLinkingFeedback on the page';
      found.push({ ...seen, cause: 'theme-feedback-missing', subject: template, is: 'fail', label, saw: 'none', want: 'there' });
    }
    const gone = missingMessages(page.messages);
    if (gone.length > 0) found.push({ ...seen, ...modified(blockPath(files) ?? page.url, gone) });
  }
  return unique(found);
}

/** What the files show. `shown`: a page shows buttons, so that everything counts; else only what keeps the log-in page from showing any. */
export function fileFaults(files: ThemeFiles, pages: readonly LintedPage[], shown: boolean): readonly ThemeFault[] {
  const { theme, orderForm } = files;
  const onPage = new Set<string>(pages.filter(({ block }) => block).map(({ page }) => templateOf[page]));
  const found = theme.templates.filter(isOfSignIn(theme)).flatMap((template) => {
    const drawn = onPage.has(template.file);
    return drawn ? [] : providerFaults(theme, template, 'templates/');
  });
  if (!shown)
    return unique(
      found.filter(({ subject }) => hindersLogin(theme, subject)).map((fault) => ({ ...fault, is: 'warn', confidence: 'likely' })),
    );
  for (const block of theme.blocks) found.push(...blockFaults(theme, block, onPage.size > 0));
  for (const template of theme.templates) if (!onPage.has(template.file)) found.push(...feedbackFaults(theme, template, 'templates/'));
  found.push(...outputFaults(theme, pages));
  if (orderForm !== null && !incompatibleOrderForms.has(orderForm.name)) {
    for (const template of orderForm.templates) {
      found.push(
        ...providerFaults(orderForm, template, 'templates/orderforms/'),
        ...feedbackFaults(orderForm, template, 'templates/orderforms/'),
      );
    }
    for (const block of orderForm.blocks) found.push(...blockFaults(orderForm, block, false));
  }
  return unique(found);
}

/** A child theme whose parent is not there has none of the templates that it does not bring itself. */
export function parentFault({ theme, orderForm }: ThemeFiles): ThemeFault | null {
  for (const [chain, folder] of [
    [theme, 'templates/'],
    [orderForm, 'templates/orderforms/'],
  ] as const) {
    if (chain?.broken == null) continue;
    const { why, parent } = chain.broken;
    const child = `${folder}${chain.folders.at(-1) ?? chain.name}`;
    const saw = {
      missing: `${parent}, which is not there`,
      cycle: `${parent}, which leads back to the child`,
      name: `${parent}, which is no theme's name`,
    }[why];
    return {
      cause: 'theme-parent-missing',
      subject: `${child}/theme.yaml`,
      is: 'fail',
      confidence: 'likely',
      fact: 'theme.files',
      label: 'config: parent in theme.yaml',
      saw,
      want: 'the folder of a theme',
    };
  }
  return null;
}

/** user-security.tpl came with 8.0 and took the place of clientareasecurity.tpl, which some themes keep without its providers. */
function isOfSignIn(theme: ThemeChain): (template: TemplateSeen) => boolean {
  const users = theme.templates.some(({ file, from }) => file === 'user-security.tpl' && from !== null);
  const wanted = new Set(['login.tpl', 'clientregister.tpl', users ? 'user-security.tpl' : 'clientareasecurity.tpl']);
  return ({ file }) => wanted.has(file);
}

function hindersLogin(theme: ThemeChain, subject: string): boolean {
  const login = theme.templates.find(({ file }) => file === 'login.tpl');
  return subject.endsWith('/login.tpl') || login?.blocks.some(({ file }) => file !== null && subject === `templates/${file}`) === true;
}

/** The template shows no providers: it does not include the block, or the block is not there, or shows none itself. */
function providerFaults(chain: ThemeChain, template: TemplateSeen, folder: string): readonly ThemeFault[] {
  const { file, from, blocks, marks, unseen } = template;
  if (from === null || marks.includes('provider-code')) return [];
  const grave = file === 'login.tpl';
  const [gone] = blocks;
  if (gone?.file != null && blocks.every(({ there }) => there === false)) {
    const label = `Included by ${file}`;
    const subject = `templates/${gone.file}`;
    return [
      {
        cause: 'theme-linked-accounts-missing',
        subject,
        is: 'fail',
        confidence: 'likely',
        fact: 'theme.files',
        label,
        saw: 'no such file',
        want: 'there',
      },
    ];
  }
  if (blocks.length > 0) {
    const used = chain.blocks.filter((block) => blocks.some((include) => include.file === block.file));
    return used.flatMap((block) => withoutCode(block));
  }
  if (unseen !== null) return [];
  return [
    {
      cause: 'theme-include-missing',
      subject: `${folder}${from}/${file}`,
      is: grave ? 'fail' : 'warn',
      confidence: grave ? 'likely' : 'possible',
      fact: 'theme.files',
      label: 'Include of linkedaccounts.tpl',
      saw: 'none',
      want: 'there',
    },
  ];
}

function isReleased({ sha256 }: ProviderBlock): boolean {
  return sha256 !== null && releasedBlocks.has(sha256);
}

function withoutCode(block: ProviderBlock): readonly ThemeFault[] {
  if (isReleased(block) || block.unseen !== null || block.sha256 === null || block.marks.includes('provider-code')) return [];
  const label = 'Changed, and its loop that prints each provider of $linkableProviders';
  const said = { is: 'fail', confidence: 'likely', fact: 'theme.files', label, saw: 'none', want: 'there' } as const;
  return [{ cause: 'theme-linked-accounts-modified', subject: `templates/${block.file}`, ...said }];
}

/** A changed block that lacks something. `drawn`: a page shows it, and tells better what is on it. */
function blockFaults(chain: ThemeChain, block: ProviderBlock, drawn: boolean): readonly ThemeFault[] {
  if (isReleased(block) || block.unseen !== null || block.sha256 === null) return [];
  const said = { confidence: 'likely', fact: 'theme.files' } as const;
  const gone = drawn ? [] : missingMessages(block.messages);
  const boxless = chain.templates.some(
    ({ blocks, marks, unseen }) =>
      unseen === null && !marks.includes('feedback') && blocks.some(({ file, customFeedback }) => file === block.file && !customFeedback),
  );
  return [
    ...(gone.length > 0 ? [{ ...said, ...modified(`templates/${block.file}`, gone) }] : []),
    ...(boxless && !block.marks.includes('feedback')
      ? [
          {
            ...said,
            cause: 'theme-linked-accounts-modified',
            subject: `templates/${block.file}`,
            is: 'fail',
            label: 'Changed, and its element .providerLinkingFeedback',
            saw: 'none',
            want: 'there',
          } as const,
        ]
      : []),
  ];
}

/** With customFeedback=true the block leaves the box for messages to the template that includes it. */
function feedbackFaults(chain: ThemeChain, { file, from, blocks, marks, unseen }: TemplateSeen, folder: string): readonly ThemeFault[] {
  if (from === null || unseen !== null || marks.includes('feedback') || !blocks.some(({ customFeedback }) => customFeedback)) return [];
  // A block of one's own may bring the box all the same, outside any condition.
  const own = chain.blocks.some((block) => !isReleased(block) && blocks.some((include) => include.file === block.file));
  return [
    {
      cause: 'theme-feedback-missing',
      subject: `${folder}${from}/${file}`,
      is: own ? 'warn' : 'fail',
      confidence: own ? 'possible' : 'likely',
      fact: 'theme.files',
      label: 'Element .providerLinkingFeedback beside customFeedback=true',
      saw: 'none',
      want: 'there',
    },
  ];
}

const outputs = [
  { file: 'header.tpl', mark: 'head-output', name: '{$headoutput}', is: 'warn' },
  { file: 'header.tpl', mark: 'header-output', name: '{$headeroutput}', is: 'warn' },
  { file: 'header.tpl', mark: 'csrf-token', name: 'csrfToken = … (includes/head.tpl)', is: 'fail' },
  { file: 'footer.tpl', mark: 'footer-output', name: '{$footeroutput}', is: 'warn' },
] as const;

function outputFaults(theme: ThemeChain, pages: readonly LintedPage[]): readonly ThemeFault[] {
  const tokenOnPage = pages.some(({ scripts }) => scripts.some(({ defines }) => defines.includes('csrfToken')));
  return outputs.flatMap(({ file, mark, name, is }): readonly ThemeFault[] => {
    const template = theme.templates.find((one) => one.file === file);
    if (template?.from == null || template.unseen !== null || template.marks.includes(mark)) return [];
    if (mark === 'csrf-token' && tokenOnPage) return [];
    const subject = `templates/${template.from}/${file}`;
    return [
      {
        cause: 'theme-output-missing',
        subject,
        is,
        confidence: 'likely',
        fact: 'theme.files',
        label: name,
        saw: 'not in it',
        want: 'there',
      },
    ];
  });
}

/** Messages of the block that are not there; none where their classes are computed. */
function missingMessages(messages: readonly string[] | null): readonly string[] {
  return messages === null ? [] : blockMessages.filter((name) => !messages.includes(name));
}

function modified(subject: string, gone: readonly string[]) {
  const all = gone.length === blockMessages.length;
  return {
    cause: 'theme-linked-accounts-modified',
    subject,
    // Without its text an answer shows as an empty box; the sign-in itself goes on.
    is: gone.includes('connect_error') ? 'fail' : 'warn',
    label: 'Messages providerLinkingMsg-preLink-… that are gone',
    saw: all ? 'all' : gone.join(', '),
    want: 'none',
  } as const;
}

function templatePath(files: ThemeFiles | null, file: string): string | null {
  const from = files?.theme.templates.find((template) => template.file === file)?.from ?? null;
  return from === null ? null : `templates/${from}/${file}`;
}

function blockPath(files: ThemeFiles | null): string | null {
  const file = files?.theme.blocks[0]?.file;
  return file === undefined ? null : `templates/${file}`;
}

/** One for each cause and subject, the gravest first. */
function unique(faults: readonly ThemeFault[]): readonly ThemeFault[] {
  const found = new Map<string, ThemeFault>();
  for (const fault of faults) {
    const key = `${fault.cause} ${fault.subject}`;
    const known = found.get(key);
    if (known === undefined || (known.is === 'warn' && fault.is === 'fail')) found.set(key, fault);
  }
  return [...found.values()];
}
