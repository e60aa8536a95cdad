/** Causes of the area clock. Time zones never cause these: https://docs.whmcs.com/troubleshooting/troubleshoot-authentication/google-remote-linking-failures. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, look } from '../steps.js';

const problems: readonly ProblemId[] = ['google-remote-linking-failures', 'duo-security-login-failures', 'twitter-connection-errors'];

const state = look(
  'See the clock and whether something keeps it. In a container or a VPS of OpenVZ or LXC the clock belongs to the host: ask its provider.',
  'timedatectl',
);
const synchronise = change(
  'Switch synchronisation on. If there is no time service yet, install one: apt-get install systemd-timesyncd, or on RHEL and its family dnf install chrony and systemctl enable --now chronyd.',
  'timedatectl set-ntp true',
);
const step = change(
  'With chrony: set the clock at once instead of slowly. Without it, restarting systemd-timesyncd does the same. The documentation’s ntpdate time.google.com does it too where that program is still packaged.',
  'chronyc makestep || systemctl restart systemd-timesyncd',
);
const firewall = look(
  'Synchronisation needs UDP port 123 to the internet; where a firewall closes it, name a time server inside your network in /etc/chrony/chrony.conf or /etc/systemd/timesyncd.conf.',
);

export const clockCauses = [
  defineCause({
    id: 'clock-behind',
    title: 'This server’s clock is behind the true time.',
    problems,
    explanation:
      'Tokens of Google and Duo carry the time of their issue. A server that is behind meets tokens from its own future and refuses them: Google’s beyond one second in the strictest library and beyond 30 seconds by the documentation, Duo’s beyond 60 seconds; beyond 300 seconds Duo refuses what this server signs.',
    remedies: [always(state, synchronise, step, firewall)],
    docs: [docs.googleRemoteLinking, docs.timedatectl, docs.chrony],
  }),
  defineCause({
    id: 'clock-ahead',
    title: 'This server’s clock is ahead of the true time.',
    problems,
    explanation:
      'Time-based codes and Duo’s signed requests are made for another moment than the provider’s. Google’s tokens, which live about an hour, are refused only when the clock is nearly that far ahead.',
    remedies: [always(state, synchronise, step, firewall)],
    docs: [docs.googleRemoteLinking, docs.timedatectl, docs.chrony],
  }),
  defineCause({
    id: 'site-clock-wrong',
    title: 'The clock of the site’s server is not at the true time.',
    problems,
    explanation:
      'The time that WHMCS tells fits no time zone. Its zone is not told with it, so the difference may be greater by whole half hours, and whether the clock is ahead or behind shows on the server itself. Behind, it breaks sign-in with Google and Duo; ahead, time-based codes and Duo.',
    remedies: [always(state, synchronise, step, firewall)],
    docs: [docs.googleRemoteLinking, docs.timedatectl, docs.chrony],
    follows: ['clock-behind', 'clock-ahead'],
  }),
  defineCause({
    id: 'clock-unsynchronised',
    title: 'Nothing keeps this server’s clock at the true time.',
    problems: ['google-remote-linking-failures', 'duo-security-login-failures'],
    explanation:
      'The kernel reports that no time service steers the clock. Even one that is right today drifts until sign-in with Google and second factors fail.',
    remedies: [always(state, synchronise, firewall)],
    docs: [docs.googleRemoteLinking, docs.timedatectl, docs.chrony],
    // Where the offset itself was measured, that is what explains the problem; this only says why it could grow.
    follows: ['clock-behind', 'clock-ahead'],
  }),
  defineCause({
    id: 'php-clock-differs',
    title: 'The PHP that serves WHMCS lives in another time than its server.',
    problems,
    explanation:
      'PHP’s time() and the server’s clock differ: libfaketime is loaded into the PHP service, or PHP runs in another container or on another machine than thought. Tokens are judged by PHP’s clock.',
    remedies: [
      always(
        look(
          'See whether the PHP service loads a library that fakes the time. <version> is PHP’s version, as in 8.2.',
          'systemctl show php<version>-fpm -p Environment -p EnvironmentFiles -p ExecStart',
        ),
        change(
          'Remove LD_PRELOAD and FAKETIME from the service (also from the pool file’s env[...] lines and /etc/environment) and restart it.',
          'systemctl daemon-reload && systemctl restart php<version>-fpm',
        ),
        look('If PHP runs in a container or on another machine, set the clock there.'),
      ),
    ],
    docs: [docs.googleRemoteLinking],
  }),
  defineCause({
    id: 'database-clock-differs',
    title: 'The database server’s clock differs from this server’s.',
    problems: ['invalid-reset-link-errors', 'system-timezone-issues'],
    explanation:
      'WHMCS compares moments that PHP wrote with moments that the database wrote: the end of a reset link’s life, bans, tasks. With two clocks they expire at once or never.',
    remedies: [
      always(
        look('On the database’s server, see its clock.', 'timedatectl'),
        change('Switch synchronisation on there, and on this server if it is this one that is wrong.', 'timedatectl set-ntp true'),
      ),
    ],
    docs: [docs.timedatectl],
    follows: ['clock-behind', 'clock-ahead'],
  }),
] as const;
