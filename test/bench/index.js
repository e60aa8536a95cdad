// Every bench by its name: each is a file of its own, loaded where it is run.
export const benches = {
  start: async () => (await import('./start.js')).start(),
  check: async () => (await import('./check.js')).check(),
  triage: async () => (await import('./triage.js')).triage(),
  sessions: async () => (await import('./sessions.js')).sessions(),
  logs: async () => (await import('./logs.js')).logs(),
  engine: async () => (await import('./engine.js')).engine(),
  targets: async () => (await import('./targets.js')).targets(),
  formats: async () => (await import('./formats.js')).formats(),
  binary: async () => (await import('./binary.js')).binary(),
};
