import { describe, expect, test } from 'vitest';
import { clean } from '../../src/triage/clean.js';
import { fold } from '../../src/triage/fold.js';
import { plainWords, wordsOf } from '../../src/triage/words.js';

describe('fold', () => {
  test.each([
    ['Überprüfung', 'uberprufung'],
    ['GİRİŞ', 'giris'],
    ['ışık', 'isik'],
    ['Đăng', 'dang'],
    ['nhập', 'nhap'],
    ['łącze', 'lacze'],
    ['ещё', 'еще'],
    ['войти', 'войти'],
    ['straße', 'strasse'],
    ['إعادة', 'اعاده'],
    ['כְּתֹבֶת', 'כתבת'],
    ['登录', '登录'],
  ])('%s', (word, folded) => {
    expect(fold(word)).toBe(folded);
  });
});

describe('clean', () => {
  test.each([
    ['Client Duo&reg; Security', 'Client Duo® Security'],
    ['it&amp;#039;s &lt;strong&gt;not&lt;/strong&gt; saved', "it's  not  saved"],
    ['<p class="x">Oops!</p>', ' Oops! '],
    ['http://<DOMAIN> has', 'http://<DOMAIN> has'],
    ['\u001b[31mLogin\u001b[0m failed', 'Login failed'],
    ['Log\u200bin \u202efailed', 'Login failed'],
    ['Ｌｏｇｉｎ', 'Login'],
    ['error_message=Can%27t+load+URL%3A', "error_message=Can't load URL:"],
    ['100%ab and %zz', '100%ab and %zz'],
    ['{"m":"action \\u0022x\\u0022"}', '{"m":"action "x""}'],
    ['a\r\nb\rc', 'a\nb\nc'],
  ])('%j', (text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  test('lines stay lines, whatever is taken out of them', () => {
    expect(clean('a&#10;b\n<br>\nc').split('\n')).toHaveLength(3);
  });
});

describe('words', () => {
  test.each([
    ["I can't log-in!", ['i', 'cant', 'log', 'in']],
    ["l'accès, d'accord", ['l', 'acces', 'd', 'accord']],
    ['session.gc_maxlifetime', ['session', 'gc_maxlifetime']],
    ['WHMCS登录页面 again', ['whmcs', '登', '录', '页', '面', 'again']],
    ['the user’s', ['the', 'users']],
  ])('%s', (text, words) => {
    expect(plainWords(text)).toEqual(words);
  });

  test('know their line, their sentence and their clause', () => {
    const words = wordsOf('No error, it returns.\nThen\n\nnothing\n- item');
    const of = (text: string) => words.find((word) => word.text === text);
    expect(words.map((word) => word.line)).toEqual([1, 1, 1, 1, 2, 4, 5]);
    expect(of('error')?.sentence).toBe(of('it')?.sentence);
    expect(of('error')?.clause).not.toBe(of('it')?.clause);
    expect(new Set(['returns', 'then', 'nothing', 'item'].map((text) => of(text)?.sentence)).size).toBe(4);
  });

  test('stand where they stood', () => {
    const text = 'Ein „Fehler“ beim Anmelden';
    for (const word of wordsOf(text)) expect(fold(text.slice(word.start, word.end))).toBe(word.text);
  });
});
