<?php
return function (array $parameters): array {
    $users = query('SELECT id, password, second_factor FROM tblusers WHERE email = ?', [(string) ($parameters['email'] ?? '')]);
    if (!isset($users[0]) || !password_verify((string) ($parameters['password2'] ?? ''), $users[0]['password'])) {
        return ['result' => 'error', 'message' => 'Email or Password Invalid'];
    }
    return ['result' => 'success', 'userid' => (int) $users[0]['id'], 'twoFactorEnabled' => $users[0]['second_factor'] !== ''];
};
