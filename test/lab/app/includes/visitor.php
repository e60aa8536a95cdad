<?php
// Where the visitor comes from, by which scheme, and to which host: the rules for trusted proxies and the canonical redirect.

function trusted_proxies(): array
{
    $entries = json_decode(setting('TrustedProxyIps'), true);
    return is_array($entries) ? array_map(fn ($entry) => is_array($entry) ? (string) ($entry['ip'] ?? '') : (string) $entry, $entries) : [];
}

function in_range(string $address, string $range): bool
{
    [$network, $length] = array_pad(explode('/', $range, 2), 2, null);
    $a = @inet_pton($address);
    $n = @inet_pton($network);
    if ($a === false || $n === false || strlen($a) !== strlen($n)) {
        return false;
    }
    $bits = $length === null ? strlen($n) * 8 : (int) $length;
    for ($i = 0; $i < strlen($n) && $bits > 0; $i++, $bits -= 8) {
        $mask = $bits >= 8 ? 0xff : (0xff << (8 - $bits)) & 0xff;
        if ((ord($a[$i]) & $mask) !== (ord($n[$i]) & $mask)) {
            return false;
        }
    }
    return true;
}

function trusted(string $address): bool
{
    foreach (trusted_proxies() as $range) {
        if (in_range($address, $range)) {
            return true;
        }
    }
    return false;
}

// The header that "Proxy IP header" names; blank means X_FORWARDED_FOR.
function proxy_header(): string
{
    $name = setting('proxyHeader');
    return 'HTTP_' . strtoupper(str_replace('-', '_', $name === '' ? 'X_FORWARDED_FOR' : $name));
}

function visitor_address(): string
{
    $peer = $_SERVER['REMOTE_ADDR'] ?? '';
    if (!trusted($peer)) {
        return $peer;
    }
    $hops = array_filter(array_map('trim', explode(',', $_SERVER[proxy_header()] ?? '')));
    foreach (array_reverse($hops) as $hop) {
        if (filter_var($hop, FILTER_VALIDATE_IP) !== false && !trusted($hop)) {
            return $hop;
        }
    }
    return $peer;
}

function is_https(): bool
{
    if (strtolower($_SERVER['HTTPS'] ?? '') === 'on') {
        return true;
    }
    // A proxy that ended TLS says so; it is believed only when it is trusted.
    return trusted($_SERVER['REMOTE_ADDR'] ?? '') && strtolower($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https';
}

function current_url(): string
{
    return (is_https() ? 'https' : 'http') . '://' . ($_SERVER['HTTP_HOST'] ?? '') . ($_SERVER['REQUEST_URI'] ?? '/');
}

// Sends the visitor to the System URL's scheme and host, unless the laboratory switched that off.
function canonical_redirect(): void
{
    $wanted = parse_url(system_url());
    if (PHP_SAPI === 'cli' || setting('LabNoCanonical') === 'on' || !isset($wanted['scheme'], $wanted['host'])) {
        return;
    }
    $wantedHost = strtolower($wanted['host']) . (isset($wanted['port']) ? ':' . $wanted['port'] : '');
    $scheme = is_https() ? 'https' : 'http';
    if (strtolower($_SERVER['HTTP_HOST'] ?? '') === $wantedHost && $scheme === $wanted['scheme']) {
        return;
    }
    header("Location: {$wanted['scheme']}://$wantedHost{$_SERVER['REQUEST_URI']}", true, 301);
    exit;
}
