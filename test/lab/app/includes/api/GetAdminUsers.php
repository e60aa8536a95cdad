<?php
// The official sample has no result.
return function (array $parameters): array {
    $all = in_array($parameters['include_disabled'] ?? '', ['1', 'true'], true);
    $rows = query('SELECT id, roleid, username, firstname, lastname, email, authmodule, disabled, loginattempts FROM tbladmins'
        . ($all ? '' : ' WHERE disabled = 0') . ' ORDER BY id');
    $users = array_map(fn (array $row): array => [
        'id' => (int) $row['id'],
        'roleId' => (int) $row['roleid'],
        'username' => $row['username'],
        'twoFactorAuthModule' => (string) $row['authmodule'],
        'firstname' => $row['firstname'],
        'lastname' => $row['lastname'],
        'email' => $row['email'],
        'isDisabled' => (int) $row['disabled'] !== 0,
        'loginAttempts' => (int) $row['loginattempts'],
        'fullName' => trim("{$row['firstname']} {$row['lastname']}"),
    ], $rows);
    return ['count' => count($users), 'admin_users' => $users];
};
