<?php
return function (array $parameters): array {
    $name = (string) ($parameters['setting'] ?? '');
    if ($name === '') {
        return ['result' => 'error', 'message' => 'Parameter setting is required'];
    }
    // Secrets are in the table, too: whoever asks for one has gone too far.
    if (preg_match('/password|mailconfig|license|private|secret/i', $name) === 1) {
        return ['result' => 'error', 'message' => 'The laboratory was asked for a secret'];
    }
    $row = query('SELECT setting, value FROM tblconfiguration WHERE setting = ?', [$name])[0] ?? null;
    return $row === null
        ? ['result' => 'error', 'message' => 'Invalid name for parameter setting']
        : ['result' => 'success', 'setting' => $row['setting'], 'value' => $row['value']];
};
