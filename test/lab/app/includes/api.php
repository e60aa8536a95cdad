<?php
// The remote API: two of its answers, behind the address list and the credentials.
require dirname(__DIR__) . '/init.php';

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_UNESCAPED_SLASHES);
    exit;
}

$allowed = array_column(@unserialize(setting('APIAllowedIPs'), ['allowed_classes' => false]) ?: [], 'ip');
if (!in_array(visitor_address(), $allowed, true)) {
    answer(403, ['result' => 'error', 'message' => 'Invalid IP ' . visitor_address()]);
}
$devices = query('SELECT secret FROM tbldeviceauth WHERE identifier = ?', [(string) ($_POST['identifier'] ?? '')]);
if (!isset($devices[0]) || !password_verify((string) ($_POST['secret'] ?? ''), $devices[0]['secret'])) {
    answer(403, ['result' => 'error', 'message' => 'Authentication Failed']);
}
switch ($_POST['action'] ?? '') {
    case 'GetHealthStatus':
        answer(200, ['result' => 'success', 'checks' => ['success' => [], 'warning' => [], 'danger' => []]]);
    case 'ValidateLogin':
        $users = query('SELECT id, password, second_factor FROM tblusers WHERE email = ?', [(string) ($_POST['email'] ?? '')]);
        if (!isset($users[0]) || !password_verify((string) ($_POST['password2'] ?? ''), $users[0]['password'])) {
            answer(200, ['result' => 'error', 'message' => 'Email or Password Invalid']);
        }
        answer(200, ['result' => 'success', 'userid' => (int) $users[0]['id'], 'twoFactorEnabled' => $users[0]['second_factor'] !== '']);
    default:
        answer(200, ['result' => 'error', 'message' => 'Command Not Found']);
}
