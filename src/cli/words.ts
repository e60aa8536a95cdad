/** Words that are typed where there is a choice of few. */

/** Catalogues that `list` shows. */
export const listNames = ['problems', 'checks', 'causes', 'probes'] as const;

/** Formats of a command that prints one thing. */
export const simpleFormats = ['pretty', 'json'] as const;

/** Shells that there is a completion for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
