/** Facts of mail: settings, transport, the sender’s domain, what was sent. */

export interface MailFacts {}
