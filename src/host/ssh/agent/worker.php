<?php
// A worker: has the rights that it is told to take on, does one thing after another, and can be killed.

function worker_main(array $role)
{
    if (function_exists('posix_setsid')) {
        posix_setsid();
    }
    if ($role['keeps'] && function_exists('pcntl_signal')) {
        foreach ([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE] as $signal) {
            pcntl_signal($signal, SIG_IGN);
        }
    }
    if ($role['as'] !== null) {
        take_on($role['as']);
    }
    umask(022);
    while (true) {
        $read = [STDIN];
        $write = $except = null;
        $left = Scripts::left();
        $ready = @stream_select($read, $write, $except, $left === null ? null : (int) $left, $left === null ? null : (int) (fmod($left, 1) * 1e6));
        if ($ready === 0) {
            try_to_remove();
            continue;
        }
        $line = fgets(STDIN);
        if ($line === false) {
            break;
        }
        answer(json_decode($line, true));
    }
    try_to_remove();
}

function try_to_remove()
{
    try {
        Scripts::remove();
    } catch (Trouble $trouble) {
        // nobody is left to hear it
    }
}

/** For good: also the supplementary groups go. A name that no account has belongs to no group. */
function take_on(array $as)
{
    list($uid, $gid) = $as;
    if (function_exists('posix_setuid') && own_ids()['uid'] === 0) {
        posix_initgroups('whmcs-doctor.no-such-account', $gid);
        posix_setgid($gid);
        posix_setuid($uid);
    }
    $ids = own_ids();
    if ($ids['uid'] !== $uid || $ids['gid'] !== $gid || array_diff($ids['groups'], [$gid])) {
        exit(1);
    }
}

function answer(array $request)
{
    $id = $request['id'];
    $lingers = false;
    try {
        $value = carry_out($request, function ($part) use ($id) {
            say('P', ['id' => $id, 'part' => $part]);
        });
        $lingers = is_array($value) && !empty($value['lingers']);
        $reply = ['value' => $value];
    } catch (Trouble $trouble) {
        $reply = $trouble->reply;
    } catch (Throwable $error) {
        $reply = ['gap' => 'bug', 'why' => 'the agent: ' . $error->getMessage() . ' in line ' . $error->getLine()];
    }
    // L: something that was started still runs; this process is to be ended with all that it started.
    say($lingers ? 'L' : 'A', ['id' => $id] + $reply);
}

function carry_out(array $request, callable $partial)
{
    $ask = $request['ask'];
    switch ($request['op']) {
        case 'stat':
            return stat_file($ask);
        case 'realpath':
            return real_path($ask);
        case 'read':
            return read_regular($ask);
        case 'list':
            return list_folder($ask);
        case 'scan':
            return scan_sessions($ask, $partial);
        case 'space':
            return space_at($ask);
        case 'processes':
            return processes_seen($ask);
        case 'survey':
            return (new Survey($ask))->records();
        case 'run':
            return run_program($ask);
        case 'lookup':
            return look_up($ask);
        case 'time':
            return ask_time($ask);
        case 'connect':
            return try_connection($ask);
        case 'authorities':
            return authorities($ask);
        case 'place':
            return Scripts::place($ask);
        case 'remove':
            Scripts::remove();
            return true;
    }
    throw refusal('bug', "the agent does not know {$request['op']}");
}

/** One line to whoever started this process; its first letter says what becomes of it. */
function say($kind, array $message)
{
    write_all($kind . json_encode($message, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
}

function write_all($text)
{
    for ($done = 0; $done < strlen($text); $done += $more) {
        $more = (int) @fwrite(STDOUT, $done === 0 ? $text : substr($text, $done));
        if ($more > 0) {
            continue;
        }
        // Where standard input and output are one socket, this one does not block either.
        $read = $except = null;
        $write = [STDOUT];
        $more = @stream_select($read, $write, $except, 30) ? (int) @fwrite(STDOUT, substr($text, $done)) : 0;
        if ($more <= 0) {
            try_to_remove();
            exit(0); // nobody reads any more
        }
    }
}
