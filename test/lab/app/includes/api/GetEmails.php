<?php
return function (array $parameters): array {
    $client = (int) ($parameters['clientid'] ?? 0);
    if ($client === 0) {
        return ['result' => 'error', 'message' => 'Client ID is required'];
    }
    $most = max(1, (int) ($parameters['limitnum'] ?? 25));
    $columns = 'id, userid, subject, message, date, `to`, cc, bcc, pending, failed, failure_reason, retry_count';
    $rows = query("SELECT $columns FROM tblemails WHERE userid = ? ORDER BY id DESC LIMIT $most", [$client]);
    return ['result' => 'success', 'totalresults' => count($rows), 'startnumber' => 0, 'numreturned' => count($rows), 'emails' => ['email' => $rows]];
};
