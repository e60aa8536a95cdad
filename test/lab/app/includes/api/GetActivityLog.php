<?php
// Numbers come as texts, as in the official sample.
return function (array $parameters): array {
    $start = max(0, (int) ($parameters['limitstart'] ?? 0));
    $most = max(1, (int) ($parameters['limitnum'] ?? 25));
    $rows = query("SELECT id, date, description, user, userid, user_id, admin_id, ipaddr FROM tblactivitylog ORDER BY id DESC LIMIT $start, $most");
    $entries = array_map(fn (array $row): array => [
        'id' => (string) $row['id'],
        'clientId' => (string) $row['userid'],
        'userId' => (string) $row['user_id'],
        'adminId' => (string) $row['admin_id'],
        'date' => $row['date'],
        'description' => $row['description'],
        'username' => $row['user'],
        'ipaddress' => $row['ipaddr'],
        'userid' => (string) $row['userid'],
    ], $rows);
    $total = (int) query('SELECT COUNT(*) AS n FROM tblactivitylog')[0]['n'];
    return ['result' => 'success', 'totalresults' => $total, 'startnumber' => $start, 'activity' => ['entry' => $entries]];
};
