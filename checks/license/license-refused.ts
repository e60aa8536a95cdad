import { describeHit, licenseState } from '../../src/logic/license-state.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'license-refused',
  area: 'license',
  title: { pass: 'WHMCS accepts its license', fail: 'WHMCS says that its license is invalid' },
  causes: ['license-refused', 'license-suspended'],
  needs: [],
  wants: ['http.admin', 'http.login', 'logs.whmcs', 'logs.php', 'license.context'],
  judge({ 'http.admin': admin, 'http.login': login, 'logs.whmcs': whmcs, 'logs.php': php, 'license.context': context }, see) {
    const state = licenseState(admin, [whmcs, php]);
    switch (state.is) {
      case 'accepted':
        return pass(admin.ok ? [see('http.admin', 'Admin login page', 'the log-in form', { source: admin.value.url })] : []);
      case 'no-connection':
        return skip('WHMCS shows "No Connection", so that it does not know: see no-connection-shown');
      case 'unseen':
        if (login.ok && login.value.notice === 'license-invalid') {
          const notice = see('http.login', 'Log-in page of the client area', 'License Invalid', {
            want: 'the log-in form',
            source: login.value.url,
          });
          return fail({ cause: 'license-refused', subject: 'license', confidence: 'proved', evidence: [notice] });
        }
        return admin.ok ? skip(state.why) : gapJudgement(admin);
      case 'refused': {
        // what the license server was told, to compare with the license in the Members Area
        const told = context.ok
          ? [
              see('license.context', 'SERVER_NAME', shown(context.value.serverName), {
                source: context.value.serverName?.where ?? 'not seen',
              }),
              see('license.context', 'SERVER_ADDR', shown(context.value.serverAddress), {
                source: context.value.serverAddress?.where ?? 'not seen',
              }),
              see('license.context', 'Real directory', context.value.directory.real, { source: context.value.directory.path }),
            ]
          : [];
        if (state.by === 'log') {
          const fact = whmcs.ok && whmcs.value.hits.includes(state.hit) ? 'logs.whmcs' : 'logs.php';
          const logged = see(fact, 'Logged', `${state.hit.sample} (${describeHit(state.hit)})`, { source: state.hit.source });
          const title = 'WHMCS has logged that its license is invalid';
          return warn({ cause: 'license-refused', subject: 'license', confidence: 'likely', title, evidence: [logged, ...told] });
        }
        const page = admin.ok ? admin.value : null;
        const seen = see('http.admin', 'Admin login page', page?.text ?? state.notice, {
          want: 'the log-in form',
          source: page?.url ?? '',
        });
        const said = { subject: 'license', confidence: 'proved', evidence: [seen, ...told] } as const;
        if (state.notice === 'license-invalid') return fail({ ...said, cause: 'license-refused' });
        const what = state.notice === 'license-expired' ? 'has expired' : 'is suspended';
        return fail({ ...said, cause: 'license-suspended', title: `WHMCS says that its license ${what}` });
      }
    }
  },
});

function shown(variable: { readonly value: string | null; readonly follows: 'visitor' | 'connection' | null } | null): string {
  if (variable === null) return 'not seen';
  if (variable.value !== null) return variable.value === '' ? 'empty' : variable.value;
  if (variable.follows === 'visitor') return "the visitor's Host header";
  return variable.follows === 'connection' ? 'the address that the visitor connected to' : 'not set';
}
