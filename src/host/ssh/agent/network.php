<?php
// What OpenSSH does not forward: names, time servers, and why a connection that was forwarded did not come about.

/** Addresses of a name as the machine's own programs find them, in the resolver's order; or the code of the failure. */
function look_up(array $ask)
{
    $addresses = null;
    $ran = run_program($ask['getent']);
    if (!isset($ran['stdout'])) {
        $addresses = $ask['family'] === 6 ? [] : @gethostbynamel($ask['name']);
    } else {
        preg_match_all('/^([0-9A-Fa-f.:]+)(?:%\S+)?\s/m', base64_decode($ran['stdout']), $lines);
        // An IPv6 look-up answers with IPv4 addresses in disguise where there are no others.
        $addresses = preg_grep('/^::ffff:/i', array_unique($lines[1]), PREG_GREP_INVERT);
    }
    if ($addresses) {
        return ['addresses' => array_values($addresses), 'code' => null];
    }
    return ['addresses' => [], 'code' => resolver_code($ask['name'])];
}

/** getent(1) does not say why there is no address; the resolver's words are in PHP's message. No packet is sent to the name itself. */
function resolver_code($name)
{
    $socket = @stream_socket_client("udp://$name:9", $number, $text, 1);
    if ($socket !== false) {
        fclose($socket);
    }
    return preg_match('/Temporary failure|Try again/i', (string) $text) ? 'EAI_AGAIN' : 'ENOTFOUND';
}

/** One question to a time server: the answer, when it was asked by the clock, and how long it took by one that does not jump. */
function ask_time(array $ask)
{
    $host = strpos($ask['address'], ':') === false ? $ask['address'] : "[{$ask['address']}]";
    $socket = @stream_socket_client("udp://$host:{$ask['port']}", $number, $text, 1);
    if ($socket === false) {
        return ['code' => code_of($text)];
    }
    $packet = base64_decode($ask['packet']);
    $monotonic = function () {
        return function_exists('hrtime') ? hrtime(true) / 1e6 : microtime(true) * 1000;
    };
    $until = $monotonic() + $ask['patienceMs'];
    $sentMs = microtime(true) * 1000;
    $sent = $monotonic();
    if (@fwrite($socket, $packet) !== strlen($packet)) {
        return ['code' => 'ECONNREFUSED'];
    }
    while (($left = $until - $monotonic()) > 0) {
        $read = [$socket];
        $write = $except = null;
        if (!@stream_select($read, $write, $except, (int) ($left / 1000), (int) (fmod($left, 1000) * 1000))) {
            continue;
        }
        $tripMs = $monotonic() - $sent;
        $answer = @fread($socket, 1024);
        if ($answer === false || $answer === '') {
            return ['code' => 'ECONNREFUSED']; // a closed port
        }
        // Not an answer to this question: somebody else's, or made up.
        if (substr($answer, 24, 8) === substr($packet, 40, 8)) {
            return ['code' => null, 'answer' => base64_encode($answer), 'sentMs' => $sentMs, 'tripMs' => $tripMs];
        }
    }
    return ['code' => 'ETIMEDOUT'];
}

/** Whether this machine itself can connect: null, or the code. Nothing is sent. */
function try_connection(array $ask)
{
    $to = $ask['to'];
    $address = isset($to['socket']) ? "unix://{$to['socket']}" : (strpos($to['host'], ':') === false ? "tcp://{$to['host']}:{$to['port']}" : "tcp://[{$to['host']}]:{$to['port']}");
    $socket = @stream_socket_client($address, $number, $text, $ask['patienceMs'] / 1000);
    if ($socket === false) {
        return ['code' => code_of($text)];
    }
    fclose($socket);
    return ['code' => null];
}

/** The machine's own bundle of certificate authorities, unless it is the one that who asks has already. */
function authorities(array $ask)
{
    foreach ($ask['candidates'] as $path) {
        $text = @is_file($path) ? @file_get_contents($path, false, null, 0, $ask['maxBytes']) : false;
        if ($text !== false && strpos($text, '-----BEGIN') !== false) {
            return sha1($text) === $ask['known'] ? ['same' => true, 'text' => ''] : ['same' => false, 'text' => base64_encode($text)];
        }
    }
    return ['same' => false, 'text' => ''];
}
