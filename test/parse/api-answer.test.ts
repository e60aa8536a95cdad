import { describe, expect, test } from 'vitest';
import { parseAdminDetails } from '../../src/parse/api-answer.js';

const error = (message: unknown) => JSON.stringify({ result: 'error', message });

test('details, with numbers as text and one permission named twice', () => {
  const body = JSON.stringify({
    result: 'success',
    adminid: '7',
    allowedpermissions: 'Main Homepage,Create Predefined Replies,Create Predefined Replies, API Access,',
    whmcs: { version: '7.10.2', canonicalversion: '7.10.2-release.1' },
  });
  expect(parseAdminDetails(body)).toEqual({
    is: 'details',
    adminId: 7,
    permissions: ['Main Homepage', 'Create Predefined Replies', 'Create Predefined Replies', 'API Access'],
    version: '7.10.2',
  });
});

test('details of a role without any permission, and of an old version', () => {
  expect(parseAdminDetails('{"result":"success","adminid":1,"allowedpermissions":""}')).toEqual({
    is: 'details',
    adminId: 1,
    permissions: [],
    version: null,
  });
});

describe('refusals', () => {
  test.each([
    ['Invalid IP 2001:db8::10', 'ip', '2001:db8::10'],
    ['Forbidden IP 162.158.1.1', 'ip', '162.158.1.1'],
    ['Invalid IP', 'ip', null],
    ['Authentication Failed', 'credentials', null],
    ['Invalid or missing credentials', 'credentials', null],
    ['Administrator Account Disabled', 'credentials', null],
    ['Invalid password provided', 'credentials', null],
    ['Invalid Permissions: API action "getadmindetails" is not allowed', 'permission', null],
    ['Access Denied', 'permission', null],
    ['Invalid Access Key', 'access-key', null],
    ['Your license key is invalid', 'other', null],
    ['', 'other', null],
  ])('%s', (message, kind, address) => {
    expect(parseAdminDetails(error(message))).toEqual({ is: 'refused', kind, address, message });
  });

  test('a message that is no text, and one with a terminal’s escapes', () => {
    expect(parseAdminDetails(error({ a: 1 }))).toMatchObject({ kind: 'other', message: '' });
    expect(parseAdminDetails(error('x\u001b[2Jy\nz'))).toMatchObject({ message: 'x [2Jy z' });
  });
});

test.each([
  ['', ''],
  ['<html><body><h1>403 Forbidden</h1><hr>nginx</body></html>', '403 Forbidden nginx'],
  ['null', 'null'],
  ['[]', '[]'],
  ['{"result":"success"}', '{"result":"success"}'],
  ['{"result":"success","allowedpermissions":[1]}', '{"result":"success","allowedpermissions":[1]}'],
])('%s is no answer of the API', (body, text) => {
  expect(parseAdminDetails(body)).toEqual({ is: 'unintelligible', text });
});
