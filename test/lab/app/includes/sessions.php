<?php
// Sessions: PHP's own handler, or the database's where configuration.php says so.

final class DatabaseSessions implements SessionHandlerInterface
{
    private ?PDO $database = null;

    public function __construct(private array $settings)
    {
    }

    public function open(string $path, string $name): bool
    {
        $to = $this->settings['config'] ?? null;
        $this->database = $to === null ? database() : new PDO(
            "mysql:host={$to['host']};dbname={$to['database']};charset=utf8mb4",
            $to['username'],
            $to['password'],
            [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 3],
        );
        return true;
    }

    public function close(): bool
    {
        return true;
    }

    public function read(string $id): string
    {
        $statement = $this->database->prepare('SELECT payload FROM tblsessions WHERE session_id = ? AND last_activity > ?');
        $statement->execute([$id, time() - 60 * $this->minutes()]);
        return base64_decode((string) $statement->fetchColumn());
    }

    public function write(string $id, string $data): bool
    {
        return $this->database->prepare('REPLACE INTO tblsessions (session_id, payload, last_activity) VALUES (?, ?, ?)')
            ->execute([$id, base64_encode($data), time()]);
    }

    public function destroy(string $id): bool
    {
        return $this->database->prepare('DELETE FROM tblsessions WHERE session_id = ?')->execute([$id]);
    }

    public function gc(int $lifetime): int|false
    {
        $statement = $this->database->prepare('DELETE FROM tblsessions WHERE last_activity < ?');
        $statement->execute([time() - 60 * $this->minutes()]);
        return $statement->rowCount();
    }

    private function minutes(): int
    {
        return (int) ($this->settings['lifetime'] ?? 1440);
    }
}

function start_session(?array $handling): void
{
    if (PHP_SAPI === 'cli') {
        return;
    }
    ini_set('session.cookie_httponly', '1');
    if (is_https()) {
        ini_set('session.cookie_secure', '1');
    }
    // WHMCS and the id of the instance.
    session_name('WHMCSq7RkT2bXw9Lm');
    if (isset($handling['database'])) {
        session_set_save_handler(new DatabaseSessions($handling['database']), true);
    }
    session_start();
    $_SESSION['token'] ??= sha1(random_bytes(20) . session_id());
}

function csrf_token(): string
{
    return $_SESSION['token'] ?? '';
}

function require_csrf_token(): void
{
    if (!hash_equals(csrf_token(), (string) ($_POST['token'] ?? ''))) {
        page('Error', '<p>Invalid csrf protection token</p>');
        exit;
    }
}

// A signed-in session belongs to one address, unless the check is switched off.
function bind_session_to_address(): void
{
    if (!isset($_SESSION['address']) || setting('DisableSessionIPCheck') === 'on' || $_SESSION['address'] === visitor_address()) {
        return;
    }
    header('X-Lab: session-ip-mismatch');
    $_SESSION = [];
    session_regenerate_id(true);
    $_SESSION['token'] = sha1(random_bytes(20));
}
