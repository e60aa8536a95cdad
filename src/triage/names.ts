/** Whether a text names a program that nobody here knows: by capitals, by a version behind a name, by how packages are written. */
import type { Word } from './words.js';

export type NameSign = 'name' | 'name-first' | 'name-version' | 'package';

/** Where WHMCS lives, and what every report names: https://docs.whmcs.com/System_Requirements */
const surroundings = new Set(
  'php mysql mariadb nginx apache litespeed openlitespeed debian ubuntu centos almalinux rocky cloudlinux rhel redhat linux windows cpanel whm plesk directadmin chrome firefox safari edge opera iphone ipad android ios mac macos openssl curl ioncube redis memcached docker composer version ver php7 php8 fpm tls ipv4 ipv6 http https smtp dns vps vm aws hetzner ovh digitalocean google facebook twitter cloudflare duo whmcs hi hello hey dear error warning notice fatal uncaught exception subject re fwd update question help note monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december utc gmt api url sql ssl html css js json xml csv pdf faq eu us usa uk'.split(
    ' ',
  ),
);

const versionAfter = /^[\s]{0,2}(?:v|version\s|ver\.?\s)?\d{1,4}(?:\.\d{1,4}){1,3}(?![\d.]*[.\d]{8})/i;
const packaged =
  /(?<![\w./:@-])(?:@[\w-]{2,30}\/[\w.-]{2,40}|[a-z][\w-]{2,30}\/[a-z][\w-]{2,40}(?![\w/.]))|\.(?:py|rb|java|kt|go|rs|swift|cs|vue|jsx|tsx|dart)\b|\b(?:com|org|io|net)\.[a-z]\w{2,30}\.[a-z]\w+|\b[a-z]\w{2,30}\.(?:errors?|exceptions?)\.\w+/i;

/** `isKnown`: words of patterns and phrases. */
export function namesIn(text: string, words: readonly Word[], isKnown: (word: string) => boolean): ReadonlySet<NameSign> {
  const signs = new Set<NameSign>();
  if (packaged.test(text.slice(0, 4000))) signs.add('package');
  words.slice(0, 400).forEach((word, at) => {
    const written = text.slice(word.start, word.end);
    if (surroundings.has(word.text) || isKnown(word.text) || !/^[A-Za-z][\w-]{2,}$/.test(written)) return;
    const opensSentence = words[at - 1]?.sentence !== word.sentence;
    const capital = /^[A-Z]/.test(written);
    const inner = /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(written);
    const after = text.slice(word.end, word.end + 24);
    if (inner || (capital && !opensSentence && !/^[A-Z]+$/.test(written))) signs.add('name');
    if (at < 4 && /^\s{0,2}(?:[:/|–—]|-\s|\d)/.test(after)) signs.add('name-first');
    if (versionAfter.test(after)) signs.add('name-version');
  });
  return signs;
}
