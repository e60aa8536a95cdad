import { describe, expect, test } from 'vitest';
import {
  absenceTells,
  companionOf,
  listed,
  nearestPermission,
  onlyForApi,
  permissionNamed,
  permissions,
} from '../../src/knowledge/permissions.js';

test('the table has every number once, as in WHMCS 8.13', () => {
  expect(permissions.size).toBe(162);
  expect([...permissions.keys()]).toEqual([...permissions.keys()].sort((a, b) => a - b));
  expect(permissions.has(48)).toBe(false);
  expect(permissions.get(163)?.label).toBe('Cancel Scheduled Ticket Actions');
});

describe('what people call a permission', () => {
  test.each([
    ['143', 143],
    ['#143', 143],
    ['Configure Sign-In Integration', 143],
    ['configure sign in integration', 143],
    ['Sign-In Integrations', 143],
    ['Login as Owner', 120],
    ['Allow Login as Client', 120],
    ['System Health', 132],
    ['Health and Updates', 132],
    ['Mass Mail', 21],
    ['View Credit Card Details', 10],
    ['WHMCSConnect', 131],
    ['To-Do List', 50],
    ['Manage Invoices', 35],
  ])('%s is %i', (text, number) => {
    expect(permissionNamed(text)?.number).toBe(number);
  });

  test.each(['', '48', '9999', 'Configure Everything', 'constructor', '__proto__'])('%s is none', (text) => {
    expect(permissionNamed(text)).toBeNull();
  });

  test('a typing error is near a label', () => {
    expect(nearestPermission('Configure Sign-In Intergation')).toBe('Configure Sign-In Integration');
  });
});

describe('the API’s list', () => {
  const health = { number: 132, label: 'System Health Status', api: 'Health and Updates' };
  const signIn = { number: 143, label: 'Configure Sign-In Integration', api: 'Configure Sign-In Integration' };

  test('holds the API’s own names', () => {
    expect(listed(['Main Homepage', 'Health and Updates'], health)).toBe(true);
    expect(listed(['Main Homepage'], health)).toBe(false);
  });

  test('tells by what is absent only as far as its names are known', () => {
    expect(absenceTells(['Main Homepage'], health)).toBe(true);
    expect(absenceTells(['Main Homepage'], signIn)).toBe(false);
    expect(absenceTells(['Main Homepage', 'Automation Status'], signIn)).toBe(true);
  });
});

test('some go together, and some roles only call the API', () => {
  expect(companionOf(34)?.number).toBe(35);
  expect(companionOf(1)).toBeNull();
  expect(onlyForApi([81])).toBe(true);
  expect(onlyForApi([4, 42])).toBe(false);
  expect(onlyForApi([...permissions.keys()].filter((number) => number !== 1 && number !== 38))).toBe(false);
});
