/** Every fact by its id. Plug-ins extend this interface by declaration merging. */
import type {
  DatabaseConnection,
  DatabaseSchema,
  InstallConfiguration,
  InstallRoot,
  RecordedAddresses,
  WhmcsSettings,
  WhmcsVersion,
} from './install.js';
import type { PhpCli, PhpPool, PhpRequest, PhpView, WebServer } from './php.js';
import type { DiskSpace, SessionCleaner, SessionFiles, SessionSharing, SessionStore } from './sessions.js';
import type { AccessFacts } from './access.js';
import type { ApiFacts } from './api.js';
import type { AdminAreaFacts } from './admin-area.js';
import type { LicenseFacts } from './license.js';
import type { RequestFacts } from './requests.js';
import type { ProviderFacts } from './providers.js';
import type { DuoFacts } from './duo.js';
import type { ThemeFacts } from './theme.js';
import type { MailFacts } from './mail.js';
import type { ZoneFacts } from './zone.js';
import type { SoftwareFacts } from './software.js';
import type { ResetFacts } from './reset.js';
import type { LogFacts } from './logs.js';
import type { EdgeFacts } from './edge.js';
import type { Thresholds } from './options.js';
import type {
  ClockKernel,
  ClockOffset,
  FacebookCredentials,
  GoogleOrigin,
  LicenseConnectionTest,
  LicenseFromPhp,
  LicenseServers,
  LoginPage,
  OperatorReport,
  ProxyFront,
  PublicAddress,
  PublishedRanges,
  SessionPersistence,
  Site,
  SiteDns,
  TwitterCallback,
} from './web.js';

export interface Facts
  extends
    AccessFacts,
    ApiFacts,
    AdminAreaFacts,
    LicenseFacts,
    RequestFacts,
    ProviderFacts,
    DuoFacts,
    ThemeFacts,
    MailFacts,
    ZoneFacts,
    SoftwareFacts,
    ResetFacts,
    LogFacts,
    EdgeFacts {
  'install.root': InstallRoot;
  'install.configuration': InstallConfiguration;
  'install.version': WhmcsVersion;
  'database.connection': DatabaseConnection;
  'database.schema': DatabaseSchema;
  'database.settings': WhmcsSettings;
  'database.addresses': RecordedAddresses;
  /** System URL to look at, with where it comes from. */
  'site.url': { readonly url: string; readonly from: 'database' | 'option' | 'target' | 'page' };
  'web.server': WebServer;
  'php.pool': PhpPool;
  'php.web': PhpView;
  'php.request': PhpRequest;
  'php.cli': PhpCli;
  'sessions.store': SessionStore;
  'sessions.files': SessionFiles;
  'sessions.cleaner': SessionCleaner;
  'sessions.sharing': SessionSharing;
  'disk.space': DiskSpace;
  'http.site': Site;
  'http.login': LoginPage;
  'http.sessions': SessionPersistence;
  'proxy.ranges': PublishedRanges;
  'proxy.dns': SiteDns;
  'proxy.front': ProxyFront;
  'net.public-address': PublicAddress;
  'clock.offset': ClockOffset;
  'clock.kernel': ClockKernel;
  'license.servers': LicenseServers;
  'license.from-php': LicenseFromPhp;
  'license.connection-test': LicenseConnectionTest;
  'social.google': GoogleOrigin;
  'social.twitter': TwitterCallback;
  'social.facebook': FacebookCredentials;
  'operator.report': OperatorReport;
  'operator.thresholds': Thresholds;
  /** Whether the looks start at the install's own server; missing in older bundles, which were all made there. */
  'operator.place': { readonly onServer: boolean };
  /** The moment of the look, ms since 1970, by this machine's clock. */
  'clock.now': { readonly epochMs: number };
}

export type FactId = keyof Facts;

export type * from './install.js';
export type * from './php.js';
export type * from './sessions.js';
export type * from './web.js';
export type * from './access.js';
export type * from './api.js';
export type * from './admin-area.js';
export type * from './license.js';
export type * from './requests.js';
export type * from './providers.js';
export type * from './duo.js';
export type * from './theme.js';
export type * from './mail.js';
export type * from './zone.js';
export type * from './software.js';
export type * from './reset.js';
export type * from './logs.js';
export type * from './edge.js';
