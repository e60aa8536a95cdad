/**
 * No reset is pending for the person who followed a reset link. That nobody waits for one is the usual state of everybody: it is a finding
 * only for a person who is said to have followed one.
 */
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'reset-token-missing',
  area: 'access',
  title: { pass: 'A password reset is pending for this person', fail: 'No password reset is pending for this person' },
  causes: ['reset-token-missing'],
  needs: ['reset.request'],
  judge({ 'reset.request': request }, see) {
    const subject = 'the person of --user';
    const evidence = [
      see('reset.request', 'Reset token stored', request.table === null ? 'no such person' : request.tokenPresent, { want: true }),
    ];
    if (request.tokenPresent) return pass(evidence, { subject });
    if (!request.followedLink)
      return skip(
        request.table === null
          ? 'there is no person with this address: an invitation, a client or a contact is no user'
          : 'no reset is pending for this person, as is usual; if a reset link was followed, give it too: --used-url URL',
        subject,
      );
    const title =
      request.table === null ? 'There is no user with the address of --user' : 'The reset link that was followed is used up or replaced';
    return fail({ cause: 'reset-token-missing', subject, confidence: 'likely', title, evidence });
  },
});
