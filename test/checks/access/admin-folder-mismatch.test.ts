import { describe, expect, it } from 'vitest';
import check from '../../../checks/access/admin-folder-mismatch.js';
import type { AdminFolder, AdminPage, OperatorReport } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';

const healthy: AdminFolder = {
  configured: null,
  written: 'default',
  folder: 'admin',
  path: '/srv/admin',
  state: 'present',
  complete: true,
  others: [],
};
const office = { configured: 'office', written: 'name', folder: 'office', path: '/srv/office' } as const;
const missing = { state: 'missing', complete: false } as const;
const page: AdminPage = {
  url: 'https://billing.test/admin/login.php',
  folder: 'admin',
  folderFrom: 'default',
  status: 200,
  form: true,
  notice: null,
  text: null,
  challenge: false,
  headers: {},
};
const site = { 'site.url': { url: 'https://billing.test/', from: 'database' } } as const;
const used = (usedUrl: string): { readonly 'operator.report': OperatorReport } => ({
  'operator.report': { usedUrl, visitorIp: null, admin: null, user: null, permissions: [] },
});
const on = (differs: Partial<AdminFolder>, http: Partial<AdminPage> | null = null) =>
  judgement(check, {
    'install.admin-folder': { ...healthy, ...differs },
    ...(http === null ? {} : { 'http.admin': { ...page, form: false, ...http } }),
    ...site,
  });

describe('admin-folder-mismatch', () => {
  it.each([
    ['the default', {}],
    ['a renamed and configured one', office],
    ['an old folder left behind', { ...office, others: ['admin'] }],
  ])('passes %s', (_, differs) => {
    expect(on(differs).is).toBe('pass');
  });

  it('believes the page more than the files', () => {
    expect(on({ ...missing }, { form: true }).is).toBe('pass');
    expect(on({ written: 'odd', configured: 'Büro', folder: 'Büro' }, { form: true }).is).toBe('pass');
    expect(on(office, { status: 403 }).is).toBe('pass');
  });

  it.each([
    ['renamed without saying so', { ...missing, others: ['office'] }, 'admin-folder-not-configured'],
    ['renamed, an empty one left', { complete: false, others: ['office'] }, 'admin-folder-not-configured'],
    ['configured without renaming', { ...office, ...missing, others: ['admin'] }, 'admin-folder-missing'],
    ['gone', missing, 'admin-folder-missing'],
    ['a file in its place', { state: 'no-folder', complete: false }, 'admin-folder-missing'],
    ['a path', { ...missing, written: 'path', configured: '/srv/admin', folder: 'srv/admin' }, 'admin-folder-name-invalid'],
  ] as const)('fails: %s', (_, differs, cause) => {
    expect(on(differs)).toMatchObject({ is: 'fail', cause });
  });

  it('only warns of odd characters where the folder is there', () => {
    expect(on({ written: 'odd', configured: 'my admin', folder: 'my admin' })).toMatchObject({ is: 'warn', confidence: 'possible' });
  });

  it('takes the words of WHMCS', () => {
    const refused = { notice: 'admin-path-not-configured', text: 'a directory that is not configured' } as const;
    expect(on(office, refused)).toMatchObject({ is: 'fail', cause: 'admin-folder-not-configured', confidence: 'proved' });
    expect(on({ written: 'path' }, refused)).toMatchObject({ cause: 'admin-folder-name-invalid' });
  });

  it.each([
    ['https://billing.test/admin/login.php', 'admin-folder-used-differs'],
    ['https://billing.test/admin', 'admin-folder-used-differs'],
    ['https://billing.test/old/', 'admin-folder-used-differs'],
    ['https://billing.test/office/login.php', null],
    ['https://billing.test/clientarea.php', null],
    ['https://billing.test/login', null],
    ['https://other.test:x/', null],
  ])('the person opened %s', (url, cause) => {
    const found = judgements(check, { 'install.admin-folder': { ...healthy, ...office, others: ['old'] }, ...site, ...used(url) });
    expect(found.map((one) => ('cause' in one ? one.cause : one.is))).toEqual(cause === null ? ['pass'] : ['pass', cause]);
  });

  it('cannot tell what is closed or not read', () => {
    expect(on({ state: 'denied', complete: false }).is).toBe('unknown');
    expect(judgement(check, { 'install.admin-folder': gap('unsupported') }).is).toBe('skip');
    expect(judgement(check, { 'install.admin-folder': gap('timeout') }).is).toBe('unknown');
  });
});
