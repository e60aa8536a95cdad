/** Greetings of mail servers: which of them show that PHP is led to another server. */
import { describe, expect, it } from 'vitest';
import { blameOfPhp } from '../../src/knowledge/mail-blame.js';
import { conversation, fromPhp, transport } from '../checks/mail/facts.js';
import { seen } from '../support/fake-host.js';

const here = '220 host.panel.test ESMTP Exim 4.96';

function blame(met: string | null, local: string | null, wanted: string | null) {
  const seenHere = transport(null, { conversation: conversation(null, { banner: wanted }) });
  return blameOfPhp(seenHere, seen(fromPhp({ banner: met, localBanner: local })));
}

describe('what greets PHP', () => {
  it.each([
    ['the local server, which is the mail server', here, here, here],
    [
      'the same in other letters, and with another time behind the name',
      here,
      '220-HOST.panel.test later',
      '220 Host.Panel.Test ESMTP now',
    ],
    ['the local server, which tells no name', '220 ESMTP ready', '220 ESMTP ready', '220 mail.acme.test ESMTP'],
    ['no server, here or there', null, null, '220 mail.acme.test ESMTP'],
    ['another name of the mail server', '220 mx7.acme.test ESMTP', here, '220 mail.acme.test ESMTP'],
  ])('says nothing: %s', (_, met, local, wanted) => {
    expect(blame(met, local, wanted)).toBeNull();
  });

  it('is the local server where another one was wanted', () => {
    expect(blame(here, here, '220 mail.acme.test ESMTP')).toMatchObject({
      cause: 'mail-port-blocked',
      status: 'fail',
      confidence: 'proved',
    });
  });
});
