<?php
// Files of one version refuse to work with the database of another, where the laboratory asks for it.
function versions_fit(): void
{
    preg_match('/Version: [\d.]+ \(([\w.-]+)\)/', (string) file_get_contents(dirname(__DIR__) . '/init.php', false, null, 0, 1000), $found);
    $database = setting('Version');
    $files = $found[1] ?? $database;
    if (PHP_SAPI === 'cli' || setting('LabVersionCheck') !== 'on' || $database === $files) {
        return;
    }
    http_response_code(503);
    echo '<!doctype html><html><head><title>Oops!</title></head><body><h1>Down for Maintenance (Err2)</h1>'
        . '<p>An upgrade is currently in progress. Please come back soon...</p></body></html>';
    exit;
}
