<?php
// Login as Owner: the role must allow it, and the owner must have a password.
require dirname(__DIR__) . '/init.php';
require dirname(__DIR__) . '/includes/admins.php';

require_one_of([120]);
$sql = 'SELECT u.id, u.password FROM tblusers u JOIN tblusers_clients c ON c.auth_user_id = u.id WHERE c.owner = 1 AND c.client_id = ?';
$owner = query($sql, [(int) ($_GET['client'] ?? 0)])[0] ?? null;
if ($owner === null || $owner['password'] === '') {
    access_denied();
}
$_SESSION['user'] = (int) $owner['id'];
header('Location: ' . base_path() . '/clientarea.php', true, 302);
