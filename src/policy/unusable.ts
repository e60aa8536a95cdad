/** One line: what, where, why, what to do. The command line turns it into exit status 78. */
export class UnusablePolicy extends Error {}
