/** Facts of the sign-in providers beyond their first answer. */

export interface ProviderFacts {}
