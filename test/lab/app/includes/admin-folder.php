<?php
// The admin area answers in the configured folder only.

function require_admin_folder(string $folder): void
{
    $configured = $GLOBALS['customadminpath'] ?? 'admin';
    if (basename($folder) === $configured) {
        return;
    }
    page('Oops!', '<h1>Oops!</h1><p>You are attempting to access the admin area via a directory that is not configured. '
        . 'Please either revert to the default admin directory name, or see our documentation for Customising the Admin Directory</p>');
    exit;
}
