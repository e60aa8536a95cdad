/** Cuts the credentials of session.save_path out of a view of PHP, and hands them to the vault; of sendmail_path only the program is left. */
import { parseSendmailPath } from '../parse/sendmail-path.js';
import { credentialsIn, hidden, parseRedisPath, withoutCredentials } from '../parse/redis-url.js';
import type { PhpView, Vault } from '../model.js';

const directive = 'session.save_path';
const mailer = 'sendmail_path';

/** The same view without credentials: in the directive, in the values that differed between workers and in PHP's own messages. */
export function withoutSessionSecrets<V extends PhpView>(view: V, vault: Vault): V {
  const savePath = view.ini[directive];
  const alternatives = view.alternating.filter((one) => one.directive === directive).flatMap((one) => one.values);
  const clean = cleaner([savePath ?? '', ...alternatives], vault);
  const auth = savePath === undefined || !/^redis/i.test(view.ini['session.save_handler'] ?? '') ? [] : authOf(savePath, vault);
  return {
    ...view,
    ini: {
      ...view.ini,
      ...(savePath === undefined ? {} : { [directive]: clean(savePath) }),
      ...(view.ini[mailer] === undefined ? {} : { [mailer]: withoutArguments(mailer, view.ini[mailer]) }),
    },
    alternating: view.alternating.map((one) => {
      if (one.directive === directive) return { ...one, values: one.values.map(clean) };
      return { ...one, values: one.values.map((value) => withoutArguments(one.directive, value)) };
    }),
    trial: view.trial && { ...view.trial, errors: view.trial.errors.map(clean) },
    ...(auth.some((one) => one !== null) ? { sessionAuth: auth } : {}),
  };
}

/** Mailers take passwords as arguments: of sendmail_path the program and harmless options are left; any other value stays. */
export function withoutArguments(directive: string, value: string): string {
  return directive === mailer ? parseSendmailPath(value).shown : value;
}

/** Replaces every credential of these values in a text; the vault learns them at once. */
export function cleaner(savePaths: readonly string[], vault: Vault): (text: string) => string {
  const secrets = [...new Set(savePaths.flatMap(credentialsIn))].sort((a, b) => b.length - a.length);
  for (const secret of secrets) vault.keep('session server credential', secret);
  return (text) =>
    withoutCredentials(secrets.filter((secret) => secret.length > 3).reduce((rest, secret) => rest.split(secret).join('[hidden]'), text));
}

function authOf(savePath: string, vault: Vault): NonNullable<PhpView['sessionAuth']> {
  // A value that came out of another fact has lost its credentials already.
  const known = parseRedisPath(savePath).servers.map(({ auth }) => (auth?.password === hidden ? null : auth));
  return known.map((auth) => auth && { user: auth.user, password: vault.keep('Redis password', auth.password) });
}
