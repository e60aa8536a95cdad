<?php
// Signing in: the client area's form and its answer.
require __DIR__ . '/captcha.php';

function login_page(string $message = ''): void
{
    $alert = $message === '' ? '' : '<div class="alert alert-danger" role="alert">' . htmlspecialchars($message) . '</div>';
    $reset = htmlspecialchars(route('/password/reset'));
    $captcha = captcha_markup();
    $form = form(route('/login'), <<<HTML
        <h6 class="h3">Login</h6><p class="text-muted mb-0">This page is restricted</p>
        $alert
        <input type="email" class="form-control" name="username" id="inputEmail" placeholder="name@example.com" autofocus>
        <input type="password" class="form-control pw-input" name="password" id="inputPassword" placeholder="Password" autocomplete="off">
        <a href="$reset" class="small text-muted" tabindex="-1">Forgot?</a>
        $captcha
        <input type="checkbox" class="custom-control-input" name="rememberme">
        <button id="login" type="submit" class="btn btn-primary">Login</button>

    HTML, ' class="login-form" role="form"');
    page('Login', template('login.tpl', ['form' => $form]));
}

function sign_in(): void
{
    require_csrf_token();
    $users = query('SELECT id, password FROM tblusers WHERE email = ?', [(string) ($_POST['username'] ?? '')]);
    if (!isset($users[0]) || !password_verify((string) ($_POST['password'] ?? ''), $users[0]['password'])) {
        login_page('Login Details Incorrect. Please try again.');
        return;
    }
    session_regenerate_id(true);
    $_SESSION['user'] = (int) $users[0]['id'];
    $_SESSION['address'] = visitor_address();
    $now = date('Y-m-d H:i:s');
    query('UPDATE tblusers SET last_ip = ?, last_login = ? WHERE id = ?', [visitor_address(), $now, $_SESSION['user']]);
    query(
        'INSERT INTO tblactivitylog (date, description, user, userid, user_id, ipaddr) VALUES (?, ?, ?, 1, ?, ?)',
        [$now, 'User Logged In', 'Client', $_SESSION['user'], visitor_address()],
    );
    header('Location: ' . base_path() . '/clientarea.php', true, 302);
}
