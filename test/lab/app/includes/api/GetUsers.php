<?php
return function (array $parameters): array {
    $like = '%' . ($parameters['search'] ?? '') . '%';
    $start = max(0, (int) ($parameters['limitstart'] ?? 0));
    $most = max(1, (int) ($parameters['limitnum'] ?? 25));
    $where = 'WHERE email LIKE ? OR first_name LIKE ? OR last_name LIKE ?';
    $total = (int) query("SELECT COUNT(*) AS n FROM tblusers $where", [$like, $like, $like])[0]['n'];
    $rows = query("SELECT id, first_name, last_name, email, created_at FROM tblusers $where ORDER BY id LIMIT $start, $most", [$like, $like, $like]);
    $users = array_map(fn (array $row): array => [
        'id' => (int) $row['id'],
        'firstname' => $row['first_name'],
        'lastname' => $row['last_name'],
        'email' => $row['email'],
        'datecreated' => (string) $row['created_at'],
        'validationdata' => '',
        'clients' => array_map(
            fn (array $client): array => ['id' => (int) $client['client_id'], 'isOwner' => (int) $client['owner'] === 1],
            query('SELECT client_id, owner FROM tblusers_clients WHERE auth_user_id = ?', [$row['id']]),
        ),
    ], $rows);
    return ['result' => 'success', 'totalresults' => $total, 'startnumber' => $start, 'numreturned' => count($users), 'users' => $users];
};
