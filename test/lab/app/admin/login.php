<?php
require dirname(__DIR__) . '/init.php';
require __DIR__ . '/connection-test.php';
require dirname(__DIR__) . '/includes/admin-folder.php';
require_admin_folder(__DIR__);

$message = '';
if (isset($_GET['conntest'])) {
    header('Content-Type: text/plain; charset=utf-8');
    connection_test();
    exit;
}
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_csrf_token();
    $admins = query('SELECT id, username, passwordhash FROM tbladmins WHERE username = ? AND disabled = 0', [(string) ($_POST['username'] ?? '')]);
    if (isset($admins[0]) && password_verify((string) ($_POST['password'] ?? ''), $admins[0]['passwordhash'])) {
        session_regenerate_id(true);
        $_SESSION['adminid'] = (int) $admins[0]['id'];
        $_SESSION['address'] = visitor_address();
        $now = date('Y-m-d H:i:s');
        query(
            'INSERT INTO tbladminlog (adminusername, logintime, ipaddress, sessionid, lastvisit) VALUES (?, ?, ?, ?, ?)',
            [$admins[0]['username'], $now, visitor_address(), session_id(), $now],
        );
        query(
            'INSERT INTO tblactivitylog (date, description, user, admin_id, ipaddr) VALUES (?, ?, ?, ?, ?)',
            [$now, 'Admin Login Successful', $admins[0]['username'], $_SESSION['adminid'], visitor_address()],
        );
        header('Location: index.php', true, 302);
        exit;
    }
    $message = '<div class="alert alert-danger text-center"><strong>Login Failed.</strong> Please Try Again.</div>';
}
$form = form('login.php', '<input type="text" name="username"><input type="password" name="password"><input type="submit" value="Login">');
page('Admin Login', $message . $form);
