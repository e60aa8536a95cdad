/** Facts of password reset links. */

export interface ResetFacts {}
