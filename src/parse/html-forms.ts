/** The forms of a page and their fields, in time that does not depend on how the page is nested. */
import type { CheerioAPI } from 'cheerio';

/**
 * The page below one element of ours: every selection compares the elements at the top with one another, which for a page of 20 000 of them
 * takes seconds each time.
 */
export function inOne(load: (html: string) => CheerioAPI, html: string): CheerioAPI {
  const $ = load('<html></html>');
  const holder = $('html').get(0);
  const top = load(html).root().get(0);
  if (holder === undefined || top === undefined) return $;
  holder.children = top.children as typeof holder.children;
  for (const child of holder.children) child.parent = holder;
  return $;
}

/** Name and first value of each form's own fields. Looked for once and from below: a form may have as many children as the page has letters. */
export function fieldsOfForms($: CheerioAPI): ReadonlyMap<unknown, ReadonlyMap<string, string>> {
  const forms = new Map<unknown, Map<string, string>>();
  for (const input of $('input[name]').toArray().slice(0, 5000)) {
    let form = input.parent;
    while (form !== null && !('name' in form && form.name === 'form')) form = form.parent;
    if (form === null) continue;
    const fields = forms.get(form) ?? new Map<string, string>();
    forms.set(form, fields);
    const name = $(input).attr('name') ?? '';
    if (!fields.has(name)) fields.set(name, $(input).attr('value') ?? '');
  }
  return forms;
}
