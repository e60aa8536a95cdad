<?php
// The remote API: two of its answers, behind the address list and the credentials.
require dirname(__DIR__) . '/init.php';
require __DIR__ . '/admins.php';
require __DIR__ . '/api-callers.php';

function answer(int $status, array $body): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_UNESCAPED_SLASHES);
    exit;
}

$caller = api_caller();
switch ($_POST['action'] ?? '') {
    case 'GetAdminDetails':
        answer(200, admin_details($caller));
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
