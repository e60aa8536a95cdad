/** Facts of single requests: what PHP prints, workers, locks, extensions of the install. */

export interface RequestFacts {}
