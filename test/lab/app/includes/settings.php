<?php
// The database and the rows of tblconfiguration.

function database(): PDO
{
    static $database = null;
    if ($database === null) {
        $port = $GLOBALS['db_port'] === '' ? '3306' : $GLOBALS['db_port'];
        $database = new PDO(
            "mysql:host={$GLOBALS['db_host']};port=$port;dbname={$GLOBALS['db_name']};charset=utf8mb4",
            // who asks as the account of configuration.php is then not the application
            trim(@file_get_contents('/run/lab-machine/application-account') ?: $GLOBALS['db_username']),
            $GLOBALS['db_password'],
            [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 3],
        );
    }
    return $database;
}

function query(string $sql, array $values = []): array
{
    $statement = database()->prepare($sql);
    $statement->execute($values);
    return $statement->columnCount() > 0 ? $statement->fetchAll(PDO::FETCH_ASSOC) : [];
}

// Names are compared without regard to case, as the database's collation does.
function setting(string $name): string
{
    static $settings = null;
    if ($settings === null) {
        $settings = [];
        foreach (query('SELECT setting, value FROM tblconfiguration') as $row) {
            $settings[strtolower($row['setting'])] = (string) $row['value'];
        }
    }
    return $settings[strtolower($name)] ?? '';
}

function system_url(): string
{
    return setting('SystemURL');
}
