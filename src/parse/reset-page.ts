/**
 * The form that begins a password reset, from the HTML of the official themes: a field for the e-mail address beside the hidden action "reset"
 * (6.0 to 9.x). A custom theme may have another; what is not there is null. Any input is survived.
 */
import { httpUrl } from '../logic/url-identity.js';
import { shallow } from './html-depth.js';
import { fieldsOfForms, inOne } from './html-forms.js';

export interface ResetForm {
  /** Absolute, without name and password. */
  readonly action: string;
  readonly hasToken: boolean;
}

const longestPage = 1_048_576;
const resetAddress = /(?:\/password\/reset|\/pwreset\.php)\b/;

export async function parseResetForm(html: string, page: URL): Promise<ResetForm | null> {
  const text = shallow(html.length > longestPage ? html.slice(0, longestPage) : html);
  try {
    const { load } = await import('cheerio/slim');
    const $ = inOne(load, text);
    const forms = fieldsOfForms($);
    for (const element of $('form').toArray().slice(0, 50)) {
      const own = forms.get(element);
      if (own?.has('email') !== true || own.has('password')) continue;
      const action = httpUrl(($(element).attr('action') ?? '').slice(0, 2048), page.href);
      if (action === null) continue;
      if (own.get('action') !== 'reset' && !resetAddress.test(`${action.pathname} ${action.searchParams.get('rp') ?? ''}`)) continue;
      action.username = '';
      action.password = '';
      return { action: action.href, hasToken: own.has('token') || /\bcsrfToken\s{0,9}=/.test(text) };
    }
  } catch {
    // A page that the parser cannot hold is none with a form.
  }
  return null;
}
