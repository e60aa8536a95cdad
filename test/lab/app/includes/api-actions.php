<?php
// What an action answers, whether it came from outside or from localAPI().

/** `$admin`: the row of the calling administrator. */
function api_answer(string $action, array $parameters, array $admin): array
{
    $file = __DIR__ . "/api/$action.php";
    if (preg_match('/^[A-Za-z]+$/', $action) !== 1 || !is_file($file)) {
        return ['result' => 'error', 'message' => 'Command Not Found'];
    }
    return (require $file)($parameters, $admin);
}
