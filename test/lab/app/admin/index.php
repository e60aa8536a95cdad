<?php
require dirname(__DIR__) . '/init.php';
require dirname(__DIR__) . '/includes/admins.php';

if (!isset($_SESSION['adminid'])) {
    header('Location: login.php', true, 302);
    exit;
}
require_one_of([1, 38]);
page('Dashboard', '<h1>Dashboard</h1>');
