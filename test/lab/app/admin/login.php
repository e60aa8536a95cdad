<?php
require dirname(__DIR__) . '/init.php';
require dirname(__DIR__) . '/includes/admins.php';
require __DIR__ . '/connection-test.php';
require __DIR__ . '/license.php';
require dirname(__DIR__) . '/includes/admin-folder.php';
require_admin_folder(__DIR__);

$message = '';
if (isset($_GET['conntest'])) {
    header('Content-Type: text/plain; charset=utf-8');
    connection_test();
    exit;
}
require_license();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    require_csrf_token();
    [$admin, $refusal] = admin_signing_in((string) ($_POST['username'] ?? ''), (string) ($_POST['password'] ?? ''));
    if ($admin !== null) {
        session_regenerate_id(true);
        $_SESSION['adminid'] = (int) $admin['id'];
        $_SESSION['address'] = visitor_address();
        $now = date('Y-m-d H:i:s');
        query(
            'INSERT INTO tbladminlog (adminusername, logintime, ipaddress, sessionid, lastvisit) VALUES (?, ?, ?, ?, ?)',
            [$admin['username'], $now, visitor_address(), session_id(), $now],
        );
        query(
            'INSERT INTO tblactivitylog (date, description, user, admin_id, ipaddr) VALUES (?, ?, ?, ?, ?)',
            [$now, 'Admin Login Successful', $admin['username'], $_SESSION['adminid'], visitor_address()],
        );
        header('Location: index.php', true, 302);
        exit;
    }
    $message = '<div class="alert alert-danger text-center">' . $refusal . '</div>';
}
$form = form('login.php', '<input type="text" name="username"><input type="password" name="password"><input type="submit" value="Login">');
page('Admin Login', $message . $form);
