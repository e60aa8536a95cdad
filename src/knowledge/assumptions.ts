/**
 * What the program takes to be so in WHMCS although no official source says it: names of settings and columns, and behaviour. Where one of them
 * is not there, the checks that need it say unknown or skip. The owner of a license can confirm each with one command.
 */

export interface Assumption {
  readonly what: string;
  /** One command, run in the install's folder; `DB` stands for the name of its database. */
  readonly confirm: string;
}

export const assumptions: readonly Assumption[] = [
  {
    what: 'The list of trusted proxies is the setting TrustedProxyIps, as JSON of ip and note',
    confirm: 'mysql DB -e "SELECT value FROM tblconfiguration WHERE setting = \'TrustedProxyIps\'"',
  },
  {
    what: 'The name of the proxy header is the setting proxyHeader; blank means X_FORWARDED_FOR',
    confirm: 'mysql DB -e "SELECT setting, value FROM tblconfiguration WHERE setting LIKE \'%proxy%\'"',
  },
  {
    what: 'The session IP check is off where DisableSessionIPCheck is on',
    confirm: 'mysql DB -e "SELECT setting, value FROM tblconfiguration WHERE setting LIKE \'%SessionIP%\'"',
  },
  {
    what: 'RouteUriPathMode holds the mode of Friendly URLs: basic, acceptpathinfo, anything else is rewrite',
    confirm: 'mysql DB -e "SELECT value FROM tblconfiguration WHERE setting = \'RouteUriPathMode\'"',
  },
  {
    what: 'The session cookie is WHMCS and the instance id, and the page prints csrfToken of its session',
    confirm: "curl -si https://your.site/index.php?rp=/login | grep -iE '^set-cookie: WHMCS|csrfToken'",
  },
];
