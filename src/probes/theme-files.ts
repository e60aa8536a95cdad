/**
 * The active theme and order form, each with its parents, as far as sign-in with providers needs them. Read with the rights of the install's
 * owner; links of a theme lead nowhere outside the install.
 */
import { defineProbe, LookFailed } from '../index.js';
import type { ConfigRow, Host, InstallRoot } from '../model.js';
import { clientAreaTheme, isThemeName, orderForm, readTheme, type LoadTemplate } from './theme-chain.js';

const maxTemplateBytes = 524_288;
/** scripts.min.js of the official themes has 670 kB; unminified it has 1.7 MB. */
const maxScriptBytes = 4_194_304;

export default defineProbe({
  fact: 'theme.files',
  vantage: 'files',
  title: 'the files of the active theme',
  needs: ['install.root', 'database.settings'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: 'theme.yaml, templates and js/scripts.min.js of the active theme and its parents, and of the order form, below templates/',
      covers: ['<install>/templates/**'],
    },
  ],
  async observe({ host, have, signal }) {
    const settings = have['database.settings'];
    const theme = nameOf(settings.template);
    if (theme === null) {
      throw new LookFailed('absent', 'the settings name no theme whose folder could be looked at', {
        settle: 'See which System Theme is chosen in the General Settings.',
        beyond: true,
      });
    }
    const root = have['install.root'];
    const files = new ThemeFolder(host, root, signal);
    const client = await readTheme(files.load, clientAreaTheme, theme);
    if (files.read === 0 && files.refusal !== null) {
      const { gap, why } = files.refusal;
      const isRights = gap === 'denied' && host.me.uid !== 0;
      throw new LookFailed(gap, why, isRights ? { settle: 'Run as root, or as the owner of the files.', beyond: true } : {});
    }
    if (client.templates.every(({ from }) => from === null) && client.broken === null) {
      throw new LookFailed('absent', `there are no templates in ${root.realPath}/templates/${theme}`, {
        settle: 'See which System Theme is chosen in the General Settings, and whether its folder is there.',
      });
    }
    const form = nameOf(settings.orderForm);
    const cart = form === null ? null : await readTheme(files.load, orderForm, form, { theme: client.folders });
    return { value: { theme: client, orderForm: cart }, source: `${root.path}/templates/${theme}` };
  },
});

function nameOf(row: ConfigRow): string | null {
  return row.present && isThemeName(row.value) ? row.value : null;
}

/** Files below templates/, each looked at once. */
class ThemeFolder {
  /** How many could be read. */
  read = 0;
  /** Why the first one that is there could not be; null: all could. */
  refusal: LookFailed | null = null;
  readonly #known = new Map<string, ReturnType<LoadTemplate>>();

  constructor(
    private readonly host: Host,
    private readonly root: InstallRoot,
    private readonly signal: AbortSignal,
  ) {}

  readonly load: LoadTemplate = (path, kind) => {
    const before = this.#known.get(path);
    if (before !== undefined) return before;
    const reading = this.#read(`${this.root.realPath}/templates/${path}`, kind === 'script' ? maxScriptBytes : maxTemplateBytes);
    this.#known.set(path, reading);
    return reading;
  };

  async #read(file: string, maxBytes: number): ReturnType<LoadTemplate> {
    const { host, root, signal } = this;
    const as = host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
    try {
      const { bytes, truncated } = await host.files.read(file, { maxBytes, within: root.realPath, signal, ...as });
      if (truncated) return { unread: `${file} is longer than ${maxBytes} bytes` };
      this.read++;
      return Buffer.from(bytes).toString('utf8');
    } catch (error) {
      if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug' || signal.aborted) throw error;
      if (error.gap === 'absent') return null;
      this.refusal ??= error;
      return { unread: error.why };
    }
  }
}
