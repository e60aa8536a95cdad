import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../src/host/ssh/snapshot.js';

const stat = (kind: string) => ({ kind, size: 3, mode: 0o644, uid: 0, gid: 0, mtimeMs: 0, ctimeMs: 0, inode: 1, device: 1, link: null });
const snapshot = new Snapshot([
  { path: '/', real: '/', stat: stat('directory'), target: stat('directory'), entries: [{ name: 'etc', kind: 'directory' }] },
  { path: '/etc', real: '/etc', stat: stat('directory'), target: stat('directory'), entries: null },
  {
    path: '/etc/nginx',
    real: '/etc/nginx',
    stat: stat('directory'),
    target: stat('directory'),
    entries: [
      { name: 'a', kind: 'file' },
      { name: 'l', kind: 'link' },
      { name: 'unseen', kind: 'file' },
    ],
  },
  { path: '/etc/nginx/a', real: '/etc/nginx/a', stat: stat('file'), target: stat('file'), bytes: Buffer.from('abc').toString('base64') },
  { path: '/etc/nginx/l', real: '/srv/l', stat: stat('link'), target: stat('file'), bytes: Buffer.from('abc').toString('base64') },
  { path: '/etc/httpd', absent: true },
]);

const read = (path: string, more = {}) => snapshot.answer('read', { path, maxBytes: 100, within: '/', end: false, ...more });

describe('what a survey has brought', () => {
  it('answers what it holds', () => {
    expect(snapshot.answer('stat', { path: '/etc/nginx/l', follow: false })).toMatchObject({ value: { kind: 'link' } });
    expect(snapshot.answer('stat', { path: '/etc/nginx/l', follow: true })).toMatchObject({ value: { kind: 'file' } });
    expect(snapshot.answer('realpath', { path: '/etc/nginx/l' })).toMatchObject({ value: '/srv/l' });
    expect(snapshot.answer('list', { path: '/etc/nginx', max: 2 })).toMatchObject({ value: { truncated: true, entries: [{}, {}] } });
    expect(read('/etc/nginx/a')).toMatchObject({ value: { bytes: 'YWJj', truncated: false } });
    expect(read('/etc/nginx/a', { maxBytes: 2 })).toMatchObject({ value: { bytes: 'YWI=', truncated: true } });
  });

  it('knows what is not there where the folder above was listed whole, or is not there itself', () => {
    expect(snapshot.answer('stat', { path: '/etc/nginx/none', follow: true })).toEqual({ is: 'value', value: null });
    expect(snapshot.answer('stat', { path: '/opt/cpanel/ea-php82', follow: true })).toEqual({ is: 'value', value: null });
    expect(read('/etc/httpd/conf/httpd.conf')).toEqual({ is: 'code', code: 'ENOENT' });
    expect(snapshot.answer('list', { path: '/etc/httpd', max: 5 })).toEqual({ is: 'code', code: 'ENOENT' });
  });

  it('says nothing where the agent would have to look', () => {
    expect(snapshot.answer('stat', { path: '/etc/nginx/unseen', follow: true })).toBeNull();
    expect(snapshot.answer('stat', { path: '/etc/anything', follow: true })).toBeNull();
    expect(snapshot.answer('list', { path: '/etc', max: 5 })).toBeNull();
    expect(snapshot.answer('stat', { path: '/etc/nginx/../nginx/a', follow: true })).toBeNull();
    expect(read('/etc/nginx/a', { maxBytes: 2, end: true })).toBeNull();
    expect(snapshot.answer('space', { path: '/' })).toBeNull();
  });

  it('leaves it to the agent whether a link leads out', () => {
    expect(read('/etc/nginx/l')).toMatchObject({ is: 'value' });
    expect(read('/etc/nginx/l', { within: '/srv' })).toMatchObject({ is: 'value' });
    expect(read('/etc/nginx/l', { within: null })).toBeNull();
    expect(read('/etc/nginx/l', { within: '/etc/nginx' })).toBeNull();
  });
});
