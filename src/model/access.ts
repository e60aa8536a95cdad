/** Facts of who may sign in and see what: bans, roles, administrators, users. */

export interface AccessFacts {}
