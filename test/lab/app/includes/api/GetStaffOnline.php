<?php
return function (): array {
    $rows = query('SELECT adminusername, logintime, ipaddress, lastvisit FROM tbladminlog ORDER BY id DESC LIMIT 20');
    return ['result' => 'success', 'totalresults' => count($rows), 'staffonline' => ['staff' => $rows]];
};
