<?php
// Administrators: who may sign in, and what their roles allow.

/** The administrator, or null and why not. */
function admin_signing_in(string $username, string $password): array
{
    $failed = '<strong>Login Failed.</strong> Please Try Again.';
    $columns = 'id, username, password, passwordhash, authmodule, disabled';
    $admin = query("SELECT $columns FROM tbladmins WHERE username = ?", [$username])[0] ?? null;
    if ($admin === null) {
        return [null, $failed];
    }
    // A reset by hand writes an MD5 value, which counts only where there is no hash.
    $byHand = $admin['passwordhash'] === '' && preg_match('/^[0-9a-f]{32}$/', $admin['password']) === 1;
    if ($byHand ? !hash_equals($admin['password'], md5($password)) : !password_verify($password, $admin['passwordhash'])) {
        return [null, $failed];
    }
    if ((int) $admin['disabled'] !== 0) {
        return [null, '<strong>Administrator Disabled</strong>'];
    }
    // "0" is nothing to PHP.
    if ($admin['authmodule']) {
        return [null, 'Your second factor is required to complete the login.'];
    }
    if ($byHand) {
        $hash = password_hash($password, PASSWORD_BCRYPT, ['cost' => 4]);
        query("UPDATE tbladmins SET password = '', passwordhash = ? WHERE id = ?", [$hash, $admin['id']]);
    }
    return [$admin, ''];
}

/** Numbers of the permissions of an administrator's role. */
function permissions_of(int $admin): array
{
    $rows = query('SELECT p.permid FROM tbladmins a JOIN tbladminperms p ON p.roleid = a.roleid WHERE a.id = ? ORDER BY p.permid', [$admin]);
    return array_map(fn ($row) => (int) $row['permid'], $rows);
}

/** Label and name in the API, by number. */
function permission_names(): array
{
    return json_decode(setting('LabPermissions'), true) ?? [];
}

function access_denied(string $more = ''): never
{
    http_response_code(403);
    $text = 'You do not have the required permission to perform the selected operation!';
    page('Access Denied', "<h1>Oops!</h1><h2>Access Denied - Forbidden</h2><p>$text</p>$more");
    exit;
}

function require_one_of(array $numbers): void
{
    if (array_intersect($numbers, permissions_of((int) ($_SESSION['adminid'] ?? 0))) !== []) {
        return;
    }
    $labels = array_map(fn ($number) => '<li>' . htmlspecialchars(permission_names()[$number][0] ?? '') . '</li>', $numbers);
    access_denied('<p>Requires one of the following:</p><ul>' . implode('', $labels) . '</ul>');
}
