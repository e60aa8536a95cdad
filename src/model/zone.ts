/** Facts of time zones. */

export interface ZoneFacts {}
