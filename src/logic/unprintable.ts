/** Characters that a terminal obeys or hides instead of showing: what comes from an examined machine must not carry them on. */

/**
 * C0 and C1 controls and DEL, bidirectional and invisible formatting characters, line and paragraph separators, variation tags, and lone
 * surrogates. The soft hyphen and the Mongolian vowel separator are shown by no terminal.
 */
export const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;
