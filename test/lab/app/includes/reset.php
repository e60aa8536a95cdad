<?php
// The page behind a password reset link: the token of tblusers decides.
function redeem_page(string $token): void
{
    $users = query("SELECT reset_token_expiry FROM tblusers WHERE reset_token <> '' AND reset_token = ?", [$token]);
    $alert = match (true) {
        !isset($users[0]) => 'The reset link you have followed is invalid. Please try again.',
        $users[0]['reset_token_expiry'] < date('Y-m-d H:i:s') => 'The reset link you have followed has expired. Please try again.',
        default => null,
    };
    $contents = $alert === null
        ? form(route('/password/reset/change'), '<input type="password" name="newpw"><input type="password" name="confirmpw">')
        : '<div class="alert alert-danger">' . $alert . '</div>';
    page('Lost Password Reset', $contents);
}
