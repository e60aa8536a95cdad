<?php
require dirname(__DIR__) . '/init.php';

if (!isset($_SESSION['adminid'])) {
    header('Location: login.php', true, 302);
    exit;
}
page('Dashboard', '<h1>Dashboard</h1>');
