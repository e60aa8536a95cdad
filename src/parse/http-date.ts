/** The date format of HTTP: "Sun, 06 Nov 1994 08:49:37 GMT", https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */

const form = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds since 1970, or null. The two obsolete forms are not read: no current server sends them. */
export function parseHttpDate(text: string): number | null {
  const parts = form.exec(text.trim());
  if (!parts) return null;
  const [, day, month = '', year, hour, minute, second] = parts;
  const monthIndex = months.indexOf(month);
  if (monthIndex < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const date = new Date(Date.UTC(Number(year), monthIndex, Number(day), Number(hour), Number(minute), Number(second)));
  return date.getUTCMonth() === monthIndex || second === '60' ? date.getTime() : null;
}
