<?php
// The processes of the machine as /proc shows them.

function processes_seen(array $ask)
{
    $own = @stat('/');
    $seen = [];
    $names = @scandir('/proc');
    foreach ($names === false ? [] : $names as $name) {
        if (count($seen) >= $ask['max']) {
            break;
        }
        $one = preg_match('~^\d+$~D', (string) $name) ? process_seen($name, $own) : null;
        if ($one !== null) {
            $seen[] = $one;
        }
    }
    return $seen;
}

/** null: it ended meanwhile. */
function process_seen($pid, $own)
{
    $folder = "/proc/$pid";
    // More is neither a title nor a command line that names a configuration file.
    $status = @file_get_contents("$folder/status", false, null, 0, 32768);
    $commandLine = @file_get_contents("$folder/cmdline", false, null, 0, 32768);
    if ($status === false || $commandLine === false) {
        return null;
    }
    return [
        'pid' => (int) $pid,
        'status' => $status,
        'commandLine' => base64_encode($commandLine),
        'exe' => text_of_link("$folder/exe"),
        'cwd' => text_of_link("$folder/cwd"),
        'root' => root_of($folder, $own),
    ];
}

/** The text of the link is "/" in a container, too: then only the folder itself tells. */
function root_of($folder, $own)
{
    $link = text_of_link("$folder/root");
    if ($link !== '/') {
        return $link;
    }
    clearstatcache(true);
    $there = @stat("$folder/root/");
    return $there === false || ($there['ino'] === $own['ino'] && $there['dev'] === $own['dev']) ? $link : "$folder/root";
}

function text_of_link($path)
{
    $text = @readlink($path);
    return $text === false ? null : $text;
}
