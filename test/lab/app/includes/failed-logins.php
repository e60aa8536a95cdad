<?php
// Failed logins of one address: the third in a row bans it, where the laboratory asks for it.

function count_failed_login(): void
{
    $limit = (int) setting('LabBanAfter');
    $address = visitor_address();
    if ($limit === 0 || $address === '') {
        return;
    }
    $name = "LabFailed $address";
    $failed = 1 + (int) (query('SELECT value FROM tblconfiguration WHERE setting = ?', [$name])[0]['value'] ?? 0);
    query('REPLACE INTO tblconfiguration (setting, value) VALUES (?, ?)', [$name, (string) $failed]);
    if ($failed < $limit) {
        return;
    }
    $until = date('Y-m-d H:i:s', time() + 900);
    query('INSERT INTO tblbannedips (ip, reason, expires) VALUES (?, ?, ?)', [$address, "$failed Invalid Login Attempts", $until]);
}
