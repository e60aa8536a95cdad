<?php
// Running one program without a shell, in a clean environment. Which programs, and how, is decided by who asks: src/host/allowed-programs.ts.

function find_program(array $candidates)
{
    $second = null;
    $refused = null;
    foreach ($candidates as $candidate) {
        try {
            $path = resolved($candidate);
            $seen = seen_at($path, false);
            if (kind_of($seen['mode']) !== 'file') {
                continue;
            }
            if (!is_executable($path)) {
                throw failure('EACCES');
            }
            $found = ['path' => $path, 'foreign' => foreign_hand($path)];
            if ($found['foreign'] === null) {
                return $found;
            }
            $second = $second === null ? $found : $second;
        } catch (Trouble $trouble) {
            if (!isset($trouble->reply['code']) || !in_array($trouble->reply['code'], ['ENOENT', 'ENOTDIR'], true)) {
                $refused = $refused === null ? $trouble : $refused;
            }
        }
    }
    if ($second === null && $refused !== null) {
        throw $refused;
    }
    return $second;
}

/** The first of the file and the folders above it that someone else than root could change. The path has no links. */
function foreign_hand($path)
{
    for ($at = $path; ; $at = dirname($at)) {
        $seen = seen_at($at, false);
        if ($seen['uid'] !== 0) {
            return "$at belongs to uid {$seen['uid']}";
        }
        // In a sticky folder, as /tmp, others can add but not replace.
        $isSticky = kind_of($seen['mode']) === 'directory' && ($seen['mode'] & 01000) !== 0;
        if (($seen['mode'] & 022) !== 0 && !$isSticky) {
            return "$at is writable by others than its owner";
        }
        if ($at === '/') {
            return null;
        }
    }
}

/** What was found and, unless root would run what is not root's alone, what it printed. */
function run_program(array $ask)
{
    $found = find_program($ask['candidates']);
    if ($found === null) {
        return ['found' => null];
    }
    if ($found['foreign'] !== null && own_ids()['uid'] === 0) {
        return ['found' => $found];
    }
    // One file that is many programs is told which by its first argument: argv[0] cannot be set.
    $applet = basename($found['path']) === 'busybox' ? [basename($ask['candidates'][0])] : [];
    $folder = isset($ask['cwd']) && @is_dir($ask['cwd']) && @is_executable($ask['cwd']) ? $ask['cwd'] : '/';
    return ['found' => $found] + collect(array_merge([$found['path']], $applet, $ask['args']), $folder, $ask['maxBytes']);
}

function collect(array $command, $folder, $limit)
{
    $process = start($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, $folder);
    if ($process === null) {
        throw refusal('io', "{$command[0]} could not be started");
    }
    $texts = [1 => '', 2 => ''];
    $open = [1 => $pipes[1], 2 => $pipes[2]];
    $code = null;
    $ended = null;
    $lingers = false;
    $tooMuch = false;
    while (true) {
        if ($ended === null) {
            $status = proc_get_status($process);
            if (!$status['running']) {
                $ended = microtime(true);
                $code = $status['signaled'] ? null : $status['exitcode'];
            }
        }
        if (!$open && $ended !== null) {
            break;
        }
        // How long a program that has ended may leave its output open through a child of its own.
        if ($ended !== null && microtime(true) - $ended > 0.2) {
            $lingers = true;
            break;
        }
        $read = array_merge(array_values($open), [STDIN]);
        $write = $except = null;
        if (!@stream_select($read, $write, $except, 0, $open ? 20000 : 2000)) {
            continue;
        }
        foreach ($read as $stream) {
            if ($stream === STDIN) {
                proc_terminate($process, 9); // whoever asked has gone: nothing else comes before the answer
                exit(0);
            }
            $number = $stream === $pipes[1] ? 1 : 2;
            $part = fread($stream, 65536);
            if ($part === false || $part === '') {
                if (feof($stream)) {
                    unset($open[$number]);
                }
                continue;
            }
            $texts[$number] .= $part;
            $tooMuch = $tooMuch || strlen($texts[$number]) > $limit;
        }
        if ($tooMuch) {
            proc_terminate($process, 9);
            break;
        }
    }
    return [
        'code' => $code,
        'stdout' => base64_encode($texts[1]),
        'stderr' => base64_encode($texts[2]),
        'oversize' => $tooMuch,
        'lingers' => $lingers || $tooMuch,
    ];
}

/** null: it could not be started. Without a shell where PHP can (7.4), else with one that only runs what is quoted for it. */
function start(array $command, array $streams, &$pipes, $folder)
{
    $environment = ['LC_ALL' => 'C', 'PATH' => '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME' => '/'];
    $quoted = function ($word) {
        return "'" . str_replace("'", "'\\''", $word) . "'";
    };
    $line = PHP_VERSION_ID >= 70400 ? $command : 'exec ' . implode(' ', array_map($quoted, $command));
    $process = @proc_open($line, $streams, $pipes, $folder, $environment);
    return is_resource($process) ? $process : null;
}

/** Effective ids, from /proc where PHP lacks the functions. */
function own_ids()
{
    $status = (string) @file_get_contents('/proc/self/status');
    if (preg_match('/^Uid:\s+\d+\s+(\d+)/m', $status, $uid) && preg_match('/^Gid:\s+\d+\s+(\d+)/m', $status, $gid)) {
        $groups = preg_match('/^Groups:[ \t]*(.*)$/m', $status, $list) ? array_map('intval', preg_split('/\s+/', trim($list[1]), -1, PREG_SPLIT_NO_EMPTY)) : [];
        return ['uid' => (int) $uid[1], 'gid' => (int) $gid[1], 'groups' => $groups];
    }
    if (function_exists('posix_geteuid')) {
        return ['uid' => posix_geteuid(), 'gid' => posix_getegid(), 'groups' => posix_getgroups()];
    }
    throw refusal('unsupported', 'neither /proc nor PHP tells who we are there');
}
