<?php
// Where a path really leads. A path below /proc/PID/root is that of a process with another root or other mounts: absolute links start there.

/** The root that the path starts from, without a slash at its end, and the path below it. */
function split_view($path)
{
    if (preg_match('~^(/proc/(?:\d+|self)/root)(/.*)?$~Ds', $path, $match)) {
        return [$match[1], isset($match[2]) ? $match[2] : '/'];
    }
    return ['', $path];
}

/** The path without links, in the view that it starts from. */
function resolved($path)
{
    list($root, $below) = split_view($path);
    $left = explode('/', $below);
    $done = [];
    $links = 0;
    while ($left) {
        $name = array_shift($left);
        if ($name === '' || $name === '.') {
            continue;
        }
        if ($name === '..') {
            array_pop($done);
            continue;
        }
        $target = link_at($root . '/' . implode('/', array_merge($done, [$name])));
        if ($target === null) {
            $done[] = $name;
            continue;
        }
        if (++$links > 40) { // the kernel's own limit, path_resolution(7)
            throw failure('ELOOP');
        }
        if ($target[0] === '/') {
            $done = [];
        }
        $left = array_merge(explode('/', $target), $left);
    }
    return $root . '/' . implode('/', $done);
}

/** The path with only its folder resolved: for looking at a link itself. */
function folder_resolved($path)
{
    list($root, $below) = split_view($path);
    if ($root === '' || $below === '/') {
        return $path;
    }
    return rtrim(resolved($root . dirname($below)), '/') . '/' . basename($below);
}

/** The text of a link; null: there is something else. readlink(2) is the one look whose reason of failure PHP tells. */
function link_at($path)
{
    error_clear_last();
    $target = @readlink($path);
    if ($target !== false) {
        return $target;
    }
    $code = last_code();
    if ($code === 'EINVAL') {
        return null;
    }
    throw failure($code);
}

/** Whether a resolved path lies in a resolved folder. */
function is_within($path, $folder)
{
    return $path === $folder || strpos($path, rtrim($folder, '/') . '/') === 0;
}

/** lstat or stat, fresh. */
function seen_at($path, $follow)
{
    clearstatcache(true);
    $seen = $follow ? @stat($path) : @lstat($path);
    if ($seen === false) {
        link_at($path); // says why
        throw failure($follow ? 'ENOENT' : 'EIO');
    }
    return $seen;
}

/** null: of a kind that nobody knows. */
function kind_of($mode)
{
    switch ($mode & 0170000) {
        case 0100000:
            return 'file';
        case 0040000:
            return 'directory';
        case 0120000:
            return 'link';
        case 0010000:
            return 'fifo';
        case 0140000:
            return 'socket';
        case 0060000:
        case 0020000:
            return 'device';
    }
    return null;
}

/** The path by which the kernel knows an open file or folder, through /proc; null where that does not tell. */
function descriptor_of($seen)
{
    $names = @scandir('/proc/self/fd');
    foreach ($names === false ? [] : $names as $name) {
        if (!preg_match('~^\d+$~D', (string) $name)) {
            continue;
        }
        $other = @stat("/proc/self/fd/$name");
        if ($other !== false && $other['ino'] === $seen['ino'] && $other['dev'] === $seen['dev']) {
            return "/proc/self/fd/$name";
        }
    }
    return null;
}
