<?php
require __DIR__ . '/init.php';
require __DIR__ . '/includes/login.php';
require __DIR__ . '/includes/reset.php';

$route = requested_route();
$signedIn = isset($_SESSION['user']);
switch (true) {
    case $route === '/':
        page('Portal Home', '<h1>Welcome to Acme Hosting</h1><a href="' . htmlspecialchars(route('/login')) . '">Login</a>');
        break;
    case $route === '/login' && $_SERVER['REQUEST_METHOD'] === 'POST':
        sign_in();
        break;
    case $route === '/login' && $signedIn:
        header('Location: ' . base_path() . '/clientarea.php', true, 302);
        break;
    case $route === '/login':
        login_page();
        break;
    case $route === '/logout':
        session_destroy();
        header('Location: ' . base_path() . '/index.php', true, 302);
        break;
    case $route === '/password/reset':
        page('Lost Password Reset', form(route('/password/reset'), '<input type="hidden" name="action" value="reset" /><input type="email" name="email">'));
        break;
    case str_starts_with($route, '/password/reset/'):
        redeem_page(basename($route));
        break;
    default:
        not_found();
}
