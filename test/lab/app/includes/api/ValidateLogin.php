<?php
// Whether a user's e-mail address and password are right: a session is started, and the last login updated, as the documentation says of 2021
// and later. The laboratory's own rows choose the documented generation and how a wrong password counts.
require_once dirname(__DIR__) . '/failed-logins.php';

return function (array $parameters): array {
    // Before 8.0 clients and their contacts signed in; LabValidateLogin says from which time the answer is.
    $before8 = setting('LabValidateLogin') === '7.5';
    $email = (string) ($parameters['email'] ?? '');
    $password = (string) ($parameters['password2'] ?? '');
    $users = query('SELECT id, password, second_factor FROM tblusers WHERE email = ?', [$email]);
    $contacts = $before8 ? query('SELECT id, userid, password FROM tblcontacts WHERE email = ? AND subaccount = 1', [$email]) : [];
    $row = $users[0] ?? $contacts[0] ?? null;
    if ($row === null || !password_verify($password, $row['password'])) {
        count_failed_login();
        return ['result' => 'error', 'message' => 'Email or Password Invalid'];
    }
    $isContact = !isset($users[0]);
    $id = (int) ($isContact ? $row['userid'] : $row['id']);
    $secondFactor = !$isContact && $row['second_factor'] !== '';
    $answer = ['result' => 'success', 'userid' => $id];
    if ($isContact) {
        $answer['contactid'] = (int) $row['id'];
    }
    if (!$secondFactor) {
        $answer['passwordhash'] = sha1($id . random_bytes(20));
        $_SESSION['login_auth_tk'] = $answer['passwordhash'];
        query('UPDATE tblusers SET last_login = ?, last_ip = ? WHERE id = ?', [date('Y-m-d H:i:s'), visitor_address(), $id]);
    }
    $answer['twoFactorEnabled'] = $secondFactor;
    // Truth values and numbers come as text in the documented samples.
    $asText = fn ($value) => is_bool($value) ? ($value ? 'true' : 'false') : (string) $value;
    return setting('LabTextAnswers') === 'off' ? $answer : array_map($asText, $answer);
};
