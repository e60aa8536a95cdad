/** Causes in SELinux, which denies what owner and mode of a file would allow. */
import { defineCause } from '../../index.js';
import { docs } from '../docs.js';
import { outboundProblems } from '../outbound-problems.js';
import { always, change, look, signInAgain } from '../steps.js';

const denials = look('See what was denied today.', 'ausearch -m AVC -ts today -c php-fpm; ausearch -m AVC -ts today -c httpd');

export const selinuxCauses = [
  defineCause({
    id: 'selinux-denies-sessions',
    title: 'SELinux keeps PHP from its session folder.',
    problems: ['login-redirect-loops', 'frequent-logouts'],
    explanation:
      'Owner and mode of the folder allow it, and the policy of SELinux does not: the web server’s processes may write only where the label says so. A folder that was made by hand, moved, or lies in a home folder has another label.',
    remedies: [
      always(
        look('See the label of the folder and of the files in it.', 'ls -ldZ {subject}; ls -Z {subject} | head -n 5'),
        denials,
        change('Label a folder of the distribution’s own as its package does.', 'restorecon -Rv {subject}'),
        change(
          'Label a folder of your own so that PHP may write into it; the second command applies it. <folder> is the session folder.',
          'semanage fcontext -a -t httpd_sys_rw_content_t "<folder>(/.*)?" && restorecon -Rv <folder>',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.selinuxHttpd, docs.frequentLogouts],
  }),
  defineCause({
    id: 'selinux-denies-network',
    title: 'SELinux keeps PHP from connecting to other servers.',
    problems: [...outboundProblems, 'unsent-general-emails'],
    explanation:
      'On systems of the Red Hat family the web server’s processes may not open connections unless httpd_can_network_connect is on. From the shell everything is reached, and PHP gets "Permission denied": the license check, mail servers and sign-in providers fail.',
    remedies: [
      always(
        look('See the setting and what was denied.', 'getsebool httpd_can_network_connect httpd_can_sendmail'),
        denials,
        change('Allow it, for good.', 'setsebool -P httpd_can_network_connect on'),
        look('For mail through the system’s own sendmail alone, httpd_can_sendmail is enough.'),
      ),
    ],
    docs: [docs.selinuxHttpd],
  }),
] as const;
