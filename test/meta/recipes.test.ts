/** The recipes of README.md as texts: what runs them for real is test/lab/recipes.test.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatNames } from '../../src/report/formats.js';
import { commandsIn, crontab, icingaCommands, nagiosObjects, recipe, recipesIn, unitLines, unitValues } from '../support/recipes.js';

const recipes = recipesIn(readFileSync(new URL('../../README.md', import.meta.url), 'utf8'));
const text = (file: string): string => recipe(recipes, file).text;
const commands = commandsIn(recipes);
const own = commands.filter((command) => /(?:^|[ (/])whmcs-doctor (?:check|render)/.test(command.text));

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes': number; readonly steps: readonly Step[] }>>;
}
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

describe('every recipe', () => {
  it('asks for formats that exist', () => {
    for (const { text: line } of own)
      for (const [, name = ''] of line.matchAll(/(?:-f |--format=)([a-z]+)/g)) expect(formatNames, line).toContain(name);
  });

  it('holds no secret on a command line', () => {
    for (const { text: line } of commands) expect(line).not.toMatch(/SECRET|PASSWORD|--pass|secrets\./i);
  });

  it('keeps standard output for one format', () => {
    for (const { text: line } of own) expect(line.match(/(?:-f |--format=)[a-z]+(?![\w=])/g)?.length ?? 0, line).toBeLessThan(2);
  });
});

describe('GitHub Actions', () => {
  const workflow = parse(text('.github/workflows/whmcs.yml')) as Workflow;
  const [job] = Object.values(workflow.jobs);
  const steps = job?.steps ?? [];

  it('pins what it uses to a major version', () => {
    const uses = steps.flatMap((step) => step.uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const each of uses) expect(each).toMatch(/^[\w-]+(?:\/[\w-]+)+@v\d+$/);
  });

  it('has the permissions that it needs, no others, and a limit of time', () => {
    expect(workflow.permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    expect(job?.['timeout-minutes']).toBeGreaterThan(0);
  });

  it('uploads the files that the check writes, also when it failed', () => {
    const check = steps.find((step) => step.run?.includes('whmcs-doctor check'));
    const written = [...(check?.run ?? '').matchAll(/-f \w+=(\S+)/g)].map(([, file]) => file);
    const uploads = steps.filter((step) => step.uses?.includes('upload'));
    expect(uploads.map((step) => step.with?.['sarif_file'] ?? step.with?.['path']).sort()).toEqual(written.sort());
    for (const step of uploads) expect(step.if).toMatch(/^always\(\)/);
  });

  it('hands secrets over in the environment of the one step that needs them', () => {
    expect(steps.filter((step) => JSON.stringify(step).includes('secrets.')).map((step) => Object.keys(step.env ?? {}))).toEqual([
      ['WHMCS_API_IDENTIFIER', 'WHMCS_API_SECRET'],
    ]);
  });
});

describe('GitLab CI', () => {
  const [job] = Object.values(parse(text('.gitlab-ci.yml')) as Readonly<Record<string, GitLabJob>>);
  interface GitLabJob {
    readonly script: readonly string[];
    readonly allow_failure: { readonly exit_codes: readonly number[] };
    readonly artifacts: { readonly when: string; readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>> };
  }

  it('keeps the files that the check writes, and allows neither failures nor mistakes', () => {
    const check = job?.script.find((line) => line.includes('whmcs-doctor check')) ?? '';
    for (const file of [...(job?.artifacts.paths ?? []), job?.artifacts.reports['junit'] ?? '']) expect(check).toContain(`=${file}`);
    expect(job?.artifacts.when).toBe('always');
    expect(job?.allow_failure.exit_codes).toEqual([1, 3]);
  });
});

describe('cron and systemd', () => {
  it('run the same check', () => {
    const [job] = crontab(text('/etc/cron.d/whmcs-doctor')).jobs;
    const [unit = ''] = unitValues(text('/etc/systemd/system/whmcs-doctor.service'), 'ExecStart');
    expect(job?.command.replace(/^flock -n \S+ /, '/usr/bin/')).toBe(unit);
    expect(job?.command).toMatch(/^flock -n \/run\/[\w.-]+ /);
    expect(unit).toContain(' -q ');
  });

  it('let the unit write what its command writes, and the script for PHP', () => {
    const service = text('/etc/systemd/system/whmcs-doctor.service');
    const [unit = ''] = unitValues(service, 'ExecStart');
    const places = unitValues(service, 'ReadWritePaths').flatMap((value) => value.split(' '));
    for (const [, file = ''] of unit.matchAll(/=(\/\S+)/g))
      expect(
        places.some((place) => file.startsWith(`${place}/`)),
        file,
      ).toBe(true);
    expect(places).toContain('/tmp');
    // V8 makes machine code as it runs; a private /tmp hides the script from PHP-FPM
    expect(unitLines(service).map(({ key }) => key)).not.toContain('MemoryDenyWriteExecute');
    expect(unitValues(service, 'PrivateTmp').filter((value) => value !== 'no')).toEqual([]);
  });
});

describe('Icinga and Nagios', () => {
  it('define each command that they use, and look at the file that cron writes', () => {
    const objects = nagiosObjects(text('/etc/nagios4/conf.d/whmcs-doctor.cfg'));
    const names = objects.flatMap(({ values }) => values.get('command_name') ?? []);
    for (const { type, values } of objects) if (type === 'service') expect(names).toContain(values.get('check_command')?.split('!')[0]);
    const icinga = text('/etc/icinga2/conf.d/whmcs-doctor.conf');
    const used = /for \(name in (\[.*?\])\)/.exec(icinga)?.[1] ?? '[]';
    expect(JSON.parse(used)).toEqual(icingaCommands(icinga).map(({ name }) => name));
    const [, report = ''] = /-f json=(\S+)/.exec(text('/etc/cron.d/whmcs-doctor')) ?? [];
    for (const { recipe: name, text: line } of commands)
      if (/^(?:icinga|nagios)$/.test(name) && /render|check_file_age/.test(line)) expect(line).toContain(report);
  });
});

describe('the reader of recipes', () => {
  const page = (body: string): string => `# x\n\n## Recipes\n\n${body}\n## Next\n`;
  it('refuses what it would leave out', () => {
    expect(() => recipesIn('# x\n')).toThrow(/no section/);
    expect(() => recipesIn(page('```sh\nls\n```\n'))).toThrow(/1 blocks and 0 markers/);
    expect(() => commandsIn(recipesIn(page('<!-- recipe: a b -->\n```toml\nx\n```\n')))).toThrow(/a block of toml/);
    expect(() => commandsIn(recipesIn(page('<!-- recipe: a b -->\n```yaml\n- shell: ls\n```\n')))).toThrow(/write shell as/);
    expect(() => crontab('* * * * * root date +%s\n')).toThrow(/line break/);
    expect(() => crontab('* * * * ls\n')).toThrow(/not a line of cron/);
    expect(() => unitLines('[Service]\nExecStart\n')).toThrow(/not a line of a unit/);
  });
});
