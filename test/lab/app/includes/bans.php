<?php
// Banned addresses: nobody who has one sees any page. Times are those of PHP.

function is_banned(string $address, string $pattern): bool
{
    return fnmatch($pattern, $address, FNM_NOESCAPE);
}

function turn_banned_visitors_away(): void
{
    if (PHP_SAPI === 'cli') {
        return;
    }
    $address = visitor_address();
    foreach (query('SELECT ip, reason, expires FROM tblbannedips WHERE expires > ?', [date('Y-m-d H:i:s')]) as $ban) {
        if (!is_banned($address, $ban['ip'])) {
            continue;
        }
        [$reason, $expires] = [htmlspecialchars($ban['reason']), htmlspecialchars($ban['expires'])];
        page('IP Banned', "<h1>IP Banned</h1><p>Your IP $address has been banned</p><p>Ban Reason: $reason</p><p>Ban Expires: $expires</p>");
        exit;
    }
}
