import { disabledCurl } from '../../src/logic/php-reach.js';
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'curl-missing',
  area: 'license',
  title: { pass: 'The web PHP has curl', fail: 'The web PHP lacks curl or a part of it' },
  causes: ['curl-extension-missing', 'curl-functions-disabled'],
  needs: ['php.web'],
  judge({ 'php.web': { extensions, disabledFunctions, curl, way } }, see) {
    const { vital, useful } = disabledCurl(disabledFunctions ?? []);
    const confidence = way === 'static' ? 'likely' : 'proved';
    if (extensions === null && vital.length === 0) {
      return skip('which extensions the web PHP has is seen only where the PHP itself can be asked: over FastCGI or with --web-probe');
    }
    const loaded = extensions === null || extensions.includes('curl');
    const evidence = [
      ...(extensions === null ? [] : [see('php.web', 'Extension curl', loaded ? 'loaded' : 'not loaded', { want: 'loaded' })]),
      ...(curl === null ? [] : [see('php.web', 'curl', `${curl.version}, ${curl.ssl || 'no TLS'}`)]),
    ];
    if (!loaded) return fail({ cause: 'curl-extension-missing', subject: 'curl', confidence, evidence });
    if (vital.length > 0) {
      const disabled = vital.join(', ');
      return fail({
        cause: 'curl-functions-disabled',
        subject: disabled,
        confidence,
        title: `disable_functions switches off ${disabled}`,
        evidence: [...evidence, see('php.web', 'disable_functions', disabled, { want: 'no curl function' })],
      });
    }
    if (curl !== null && !curl.https) {
      return fail({
        cause: 'curl-extension-missing',
        subject: 'curl',
        confidence,
        title: "The web PHP's curl cannot speak https",
        evidence,
      });
    }
    // libraries fall back to curl_exec: https://docs.guzzlephp.org/en/stable/faq.html
    return pass(
      evidence,
      useful.length > 0 ? { note: `disable_functions switches off ${useful.join(', ')}, for which curl_exec stands in` } : {},
    );
  },
});
