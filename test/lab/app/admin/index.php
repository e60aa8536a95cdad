<?php
require dirname(__DIR__) . '/init.php';
require dirname(__DIR__) . '/includes/admins.php';
require dirname(__DIR__) . '/includes/admin-folder.php';
require_admin_folder(__DIR__);

if (!isset($_SESSION['adminid'])) {
    header('Location: ' . base_path() . '/' . basename(__DIR__) . '/login.php', true, 302);
    exit;
}
require_one_of([1, 38]);
page('Dashboard', '<h1>Dashboard</h1>');
