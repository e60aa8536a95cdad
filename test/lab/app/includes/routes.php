<?php
// Routes in the three forms of Friendly URLs: how they are written, and which one was asked for.

function route(string $path): string
{
    return base_path() . match (setting('RouteUriPathMode')) {
        '', 'basic' => '/index.php?rp=' . $path,
        'acceptpathinfo' => '/index.php' . $path,
        default => $path,
    };
}

// The query where the web server's rule gives it, else what stands behind the script's name, else the address itself.
function requested_route(): string
{
    if (isset($_GET['rp'])) {
        return (string) $_GET['rp'];
    }
    $path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH));
    $own = str_starts_with($path, base_path() . '/') ? substr($path, strlen(base_path())) : $path;
    $route = preg_replace('#^/index\\.php(?=/|$)#', '', $own);
    return $route === '' ? '/' : (string) $route;
}
