<?php
return function (array $parameters, array $admin): array {
    $names = array_map(fn ($number) => permission_names()[$number][1] ?? '', permissions_of((int) $admin['id']));
    return [
        'result' => 'success',
        'adminid' => (int) $admin['id'],
        'name' => trim("{$admin['firstname']} {$admin['lastname']}"),
        'allowedpermissions' => implode(',', array_filter($names)),
        'requesttime' => date('Y-m-d H:i:s'),
        'whmcs' => ['version' => '8.11.2', 'canonicalversion' => '8.11.2-release.1'],
    ];
};
