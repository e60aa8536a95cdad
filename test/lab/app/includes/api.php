<?php
// The remote API: its answers stand in api/, one file each, behind the address list and the credentials.
require dirname(__DIR__) . '/init.php';
require_once __DIR__ . '/admins.php';
require __DIR__ . '/api-callers.php';
require __DIR__ . '/api-actions.php';

function answer(int $status, array $body): never
{
    query('INSERT INTO tblapilog (action, status) VALUES (?, ?)', [(string) ($_POST['action'] ?? ''), $status]);
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_UNESCAPED_SLASHES);
    exit;
}

$caller = api_caller();
answer(200, api_answer((string) ($_POST['action'] ?? ''), $_POST, $caller));
