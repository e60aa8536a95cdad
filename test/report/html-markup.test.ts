import { describe, expect, it } from 'vitest';
import { Address } from '../../src/report/html/address.js';
import { Flag, html, Markup } from '../../src/report/html/markup.js';

describe('markup', () => {
  it('escapes every text, between tags and in quotes', () => {
    const text = `<b>"'&\`\n`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&#60;b&#62;&#34;&#39;&#38;&#96;\\n">&#60;b&#62;&#34;&#39;&#38;&#96;\\n</p>',
    );
    expect(html`<p>${[text, html`<i>${text}</i>`, 3, null, undefined]}</p>`.text).toBe(
      '<p>&#60;b&#62;&#34;&#39;&#38;&#96;\\n<i>&#60;b&#62;&#34;&#39;&#38;&#96;\\n</i>3</p>',
    );
  });

  it('takes nothing for markup that only looks like it', () => {
    const forged = { text: '<script>' } as Markup;
    expect(() => html`<p>${forged}</p>`.text).toThrow();
  });

  it('refuses texts where they could become markup', () => {
    const text = 'x';
    expect(() => html`<p ${text}></p>`).toThrow(TypeError);
    expect(() => html`<p class=${text}></p>`).toThrow(TypeError);
    expect(() => html`<${text}></${text}>`).toThrow(TypeError);
    expect(() => html`<a href="${text}">x</a>`).toThrow(TypeError);
    expect(() => html`<a href="#${text}">x</a>`).toThrow(TypeError);
    expect(() => html`<a class="a" href="${Address.within('x')}${text}">x</a>`).toThrow(TypeError);
    expect(() => html`<p onclick="${text}"></p>`).toThrow(TypeError);
    expect(() => html`<p style="${text}"></p>`).toThrow(TypeError);
    expect(() => html`<p class="${html`<b></b>`}"></p>`).toThrow(TypeError);
    expect(() => html`<p>${Address.within('x')}</p>`).toThrow(TypeError);
    expect(html`<details${Flag.open(true)}></details>`.text).toBe('<details open></details>');
  });

  it('knows addresses of the web', () => {
    expect(Address.web('https://example.com/a b')?.text).toBe('https://example.com/a%20b');
    for (const text of ['javascript:x', 'data:,x', 'https://', 'https://a@b/', '/x', 'ftp://x/', '\thttps://x/'])
      expect(Address.web(text)).toBeNull();
  });
});
