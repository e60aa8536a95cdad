/** Facts of Duo Security. */

export interface DuoFacts {}
