/**
 * Untouched provider blocks (linkedaccounts.tpl) of WHMCS's own themes and order forms, by the sha256 of their text with LF line ends, and
 * what a changed one must still hold. Compared with every release from 7.3.0 to 9.0.6; `npm run themes` shows new ones.
 */
export const releasedBlocks: ReadonlySet<string> = new Set([
  // Six and Standard Cart, 7.3.0 to 8.0.x
  'fe72e2c6101968448c790c26124eb5c0a4cc9bd207166859c2f34e226b2a7de2',
  // Six since 8.1.0
  '0ef48be734c6e831243718bed4b464a16995220a44e59a9ff297b74a43cc5eb6',
  // Twenty-One since 8.1.0, Nexus
  'b3d641288334ed94b58d205ca907d6edd840ca7ac0ea0a7fabe0ea9d1d0b9a8f',
  // Standard Cart since 8.1.0
  '3f4530bd19df361526a0a1adaf652a1ade912f8825b15ec80ce7fa3b680c3c13',
]);

/** Ends of the classes providerLinkingMsg-preLink-…: scripts.js shows the texts of these elements. */
export const blockMessages = [
  'init_failed',
  'connect_error',
  'complete_sign_in',
  '2fa_needed',
  'linking_complete',
  'login_to_link-signin-required',
  'login_to_link-registration-required',
  'checkout-new',
  'other_user_exists',
  'already_linked',
  'default',
] as const;

/** Order forms that know nothing of the provider block; WHMCS 8.0 took them out: https://docs.whmcs.com/Configuring_Sign-In_using_Google */
export const incompatibleOrderForms: ReadonlySet<string> = new Set(['modern', 'boxes']);
