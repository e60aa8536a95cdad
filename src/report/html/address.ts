/** Where a link may lead: to a page of the web, or to a place in this file. */
export class Address {
  private constructor(readonly text: string) {}

  /** null: not an address of the web. What a browser would make of it is what is shown, too. */
  static web(text: string): Address | null {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
    const url = new URL(text);
    const plainly = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
    return plainly ? new Address(url.href) : null;
  }

  /** An id of this file. */
  static within(id: string): Address {
    return new Address(`#${id}`);
  }
}
