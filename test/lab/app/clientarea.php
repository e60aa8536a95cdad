<?php
require __DIR__ . '/init.php';

if (!isset($_SESSION['user'])) {
    header('Location: ' . route('/login'), true, 302);
    exit;
}
page('Client Area', '<h1>Client Area</h1><p>Welcome back</p>');
