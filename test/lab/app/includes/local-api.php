<?php
// The API for code that runs on the server: neither an address nor a credential is asked for, only an administrator's name where one is given.

function localAPI(string $command, array $values = [], ?string $admin = null): array
{
    require_once __DIR__ . '/admins.php';
    require_once __DIR__ . '/api-actions.php';
    $columns = 'id, firstname, lastname, disabled';
    $rows = $admin === null
        ? query("SELECT $columns FROM tbladmins WHERE disabled = 0 ORDER BY id LIMIT 1")
        : query("SELECT $columns FROM tbladmins WHERE username = ? AND disabled = 0", [$admin]);
    if (!isset($rows[0])) {
        return ['result' => 'error', 'message' => "No matching admin user found ($admin)"];
    }
    return api_answer($command, $values, $rows[0]);
}
