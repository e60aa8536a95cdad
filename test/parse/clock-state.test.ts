import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isContainerCgroup, parseChronyTracking, parseTimedatectl } from '../../src/parse/clock-state.js';

const tracking = (leap: string) =>
  `A29FC87B,time.cloudflare.com,4,1763786000.123456789,0.000012345,-0.000001234,0.000023456,-1.234,0.001,0.012,0.003456789,0.000123456,64.5,${leap}\n`;

test.each([
  ['Normal', true],
  ['Insert second', true],
  ['Not synchronised', false],
])('chronyc says %s', (leap, synchronised) => {
  expect(parseChronyTracking(tracking(leap))).toEqual({ synchronised, reference: 'time.cloudflare.com' });
});

test('chronyc without a daemon says nothing', () => {
  expect(parseChronyTracking('506 Cannot talk to daemon\n')).toBeNull();
  expect(parseChronyTracking('')).toBeNull();
});

test('timedatectl show', () => {
  const text = (synchronised: string) =>
    `Timezone=Etc/UTC\nLocalRTC=no\nCanNTP=yes\nNTP=yes\nNTPSynchronized=${synchronised}\nTimeUSec=Sun 2026-11-22 04:00:00 UTC\n`;
  expect(parseTimedatectl(text('yes'))).toEqual({ synchronised: true, service: true });
  expect(parseTimedatectl(text('no'))).toEqual({ synchronised: false, service: true });
  expect(parseTimedatectl('System has not been booted with systemd as init system (PID 1).')).toBeNull();
});

test.each([
  ['0::/init.scope\n', false],
  ['0::/\n', false],
  ['12:cpu:/docker/0123456789abcdef\n', true],
  ['0::/kubepods.slice/kubepods-burstable.slice\n', true],
  ['1:name=systemd:/lxc/web\n', true],
])('%j is a container: %s', (text, is) => {
  expect(isContainerCgroup(text)).toBe(is);
});

test('never throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void [parseChronyTracking(text), parseTimedatectl(text), isContainerCgroup(text)]));
});
