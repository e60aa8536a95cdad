<?php
return function (array $parameters): array {
    $name = (string) ($parameters['setting'] ?? '');
    if ($name === '') {
        return ['result' => 'error', 'message' => 'Parameter setting is required'];
    }
    $rows = query('SELECT setting, value FROM tblconfiguration WHERE setting = ?', [$name]);
    if (!isset($rows[0])) {
        return ['result' => 'error', 'message' => 'Invalid name for parameter setting'];
    }
    return ['result' => 'success', 'setting' => $name, 'value' => $rows[0]['value']];
};
