<?php
// *************************************************************************
// * A stand-in for WHMCS, with its outer surface only: for whmcs-doctor's  *
// * laboratory. It holds no code of WHMCS.                                 *
// * Version: 8.11.2 (8.11.2-release.1)                                     *
// *************************************************************************

require __DIR__ . '/configuration.php';
require __DIR__ . '/includes/settings.php';
require __DIR__ . '/includes/visitor.php';
require __DIR__ . '/includes/sessions.php';
require __DIR__ . '/includes/page.php';
require __DIR__ . '/includes/theme.php';
require __DIR__ . '/includes/bans.php';
require __DIR__ . '/includes/versions.php';
require __DIR__ . '/includes/local-api.php';
versions_fit();

canonical_redirect();
start_session($session_handling ?? null);
bind_session_to_address();
foreach (glob(__DIR__ . '/includes/hooks/*.php') ?: [] as $hook) {
    require $hook;
}
turn_banned_visitors_away();
