/** The input cannot be read as text; the message completes "it …". */
export class NotText extends Error {}
