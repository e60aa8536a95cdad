/**
 * The rows of tblconfiguration that are read, under their usual names: the one list of what GetConfigurationValue may be asked for. None of
 * them holds a secret; MailConfig, SMTPPassword, License and the keys of captchas do, and are not here.
 */
export const settingNames = {
  systemUrl: 'SystemURL',
  version: 'Version',
  template: 'Template',
  orderForm: 'OrderFormTemplate',
  routeUriPathMode: 'RouteUriPathMode',
  trustedProxies: 'TrustedProxyIps',
  proxyHeader: 'proxyHeader',
  disableSessionIpCheck: 'DisableSessionIPCheck',
} as const;

/** The second is a candidate that no documentation has. */
export const cronSettingNames = { lastRun: 'lastCronInvocationTime', hour: 'DailyCronExecutionHour' } as const;

export const mailSenderName = 'Email';
/** Names that Disable Email Sending may have: none is documented, so that only a row that is there says something. */
export const mailDisablingNames = ['DisableEmailSending', 'DisableEmailsSending', 'DisableEmails'] as const;

type ValueOf<T> = T[keyof T];

export type ReadableSetting =
  ValueOf<typeof settingNames> | ValueOf<typeof cronSettingNames> | typeof mailSenderName | (typeof mailDisablingNames)[number];
