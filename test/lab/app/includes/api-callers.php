<?php
// Who calls the API: the address, the credential, its API roles and its administrator's role, in this order.

/** The administrator whose credential it is. */
function api_caller(): array
{
    $allowed = array_column(@unserialize(setting('APIAllowedIPs'), ['allowed_classes' => false]) ?: [], 'ip');
    $key = (string) ($GLOBALS['api_access_key'] ?? '');
    $bypass = $key !== '' && hash_equals($key, (string) ($_POST['accesskey'] ?? ''));
    if (!$bypass && !in_array(visitor_address(), $allowed, true)) {
        answer(403, ['result' => 'error', 'message' => 'Invalid IP ' . visitor_address()]);
    }
    $login = legacy_caller((string) ($_POST['username'] ?? ''), (string) ($_POST['password'] ?? ''));
    if ($login !== null) {
        return able_caller($login);
    }
    $identifier = (string) ($_POST['identifier'] ?? $_POST['username'] ?? '');
    $device = query('SELECT secret, user_id, role_ids FROM tbldeviceauth WHERE identifier = ?', [$identifier])[0] ?? null;
    if ($device === null || !password_verify((string) ($_POST['secret'] ?? $_POST['password'] ?? ''), $device['secret'])) {
        answer(403, ['result' => 'error', 'message' => 'Authentication Failed']);
    }
    $admin = query('SELECT id, firstname, lastname, disabled FROM tbladmins WHERE id = ?', [$device['user_id']])[0] ?? null;
    if ($admin === null || (int) $admin['disabled'] !== 0) {
        answer(403, ['result' => 'error', 'message' => 'Administrator Account Disabled']);
    }
    $action = strtolower((string) ($_POST['action'] ?? ''));
    $roles = query('SELECT permissions FROM tblapi_roles WHERE id = ?', [(int) $device['role_ids']]);
    if (!isset(json_decode($roles[0]['permissions'] ?? '{}', true)[$action])) {
        answer(403, ['result' => 'error', 'message' => "Invalid Permissions: API action \"$action\" is not allowed"]);
    }
    return able_caller($admin);
}

/** The older way in: an administrator's name and the MD5 value of the password. The laboratory keeps these values in a row of its own. */
function legacy_caller(string $username, string $md5): ?array
{
    $known = json_decode(setting('LabApiLogins'), true)[$username] ?? null;
    if (!is_string($known) || !hash_equals($known, $md5)) {
        return null;
    }
    return query('SELECT id, firstname, lastname, disabled FROM tbladmins WHERE username = ? AND disabled = 0', [$username])[0] ?? null;
}

/** Whose role may not call the API is turned away. */
function able_caller(array $admin): array
{
    if (!in_array(81, permissions_of((int) $admin['id']), true)) {
        answer(403, ['result' => 'error', 'message' => 'Access Denied']);
    }
    return $admin;
}
