<?php
// Looking at files: what they are and what is in them, without blocking and without following links out.

function stat_file(array $ask)
{
    try {
        $at = $ask['follow'] ? resolved($ask['path']) : folder_resolved($ask['path']);
        $seen = seen_at($at, $ask['follow']);
        return to_stat($seen, kind_of($seen['mode']) === 'link' ? link_at($at) : null);
    } catch (Trouble $trouble) {
        return null_if_absent($trouble);
    }
}

function real_path(array $ask)
{
    try {
        return resolved($ask['path']);
    } catch (Trouble $trouble) {
        return null_if_absent($trouble);
    }
}

function null_if_absent(Trouble $trouble)
{
    if (isset($trouble->reply['code']) && in_array($trouble->reply['code'], ['ENOENT', 'ENOTDIR'], true)) {
        return null;
    }
    throw $trouble;
}

function read_regular(array $ask)
{
    $path = $ask['path'];
    $real = resolved($path);
    $folder = folder_for($path, $real, $ask['within']);
    refuse_outside($path, $real, $folder);
    // Looked at before it is opened: opening a FIFO lets its writer go on, and opening a device can move it.
    refuse_irregular($path, seen_at($real, false));
    error_clear_last();
    $file = @fopen($real, 'rbn'); // n: O_NONBLOCK
    if ($file === false) {
        throw failure(last_code());
    }
    $seen = fstat($file);
    refuse_irregular($path, $seen);
    refuse_exchanged($path, $real, $folder, $seen);
    $start = $ask['end'] ? max(0, $seen['size'] - $ask['maxBytes']) : 0;
    $bytes = read_from($file, $start, $ask['maxBytes'] + 1);
    fclose($file);
    $more = strlen($bytes) > $ask['maxBytes'];
    return [
        'bytes' => base64_encode($more ? substr($bytes, 0, $ask['maxBytes']) : $bytes),
        'truncated' => $more || $start > 0,
        'stat' => to_stat($seen, null),
    ];
}

/** What the file must lie in. Where the path is without links, so is its folder. */
function folder_for($path, $real, $within)
{
    if ($within === '/') {
        return $within;
    }
    if ($within === null && $real === $path) {
        return dirname($path);
    }
    return resolved($within === null ? dirname($path) : $within);
}

function refuse_outside($path, $real, $folder)
{
    if (!is_within($real, $folder)) {
        throw refusal('denied', "$path is a link that leads out of $folder to $real");
    }
}

function refuse_irregular($path, $seen)
{
    $kind = kind_of($seen['mode']);
    if ($kind !== 'file') {
        throw refusal('denied', "$path is a $kind, not a regular file: it is not opened");
    }
}

/** A folder on the way may have been exchanged for a link since it was resolved: what was really opened decides. */
function refuse_exchanged($path, $real, $folder, $seen)
{
    list($root) = split_view($real);
    $descriptor = $root === '' ? descriptor_of($seen) : null;
    $opened = $descriptor === null ? false : @readlink($descriptor);
    if ($opened !== false) {
        refuse_outside($path, $opened, $folder);
        return;
    }
    $again = seen_at($real, false);
    if ($again['ino'] !== $seen['ino'] || $again['dev'] !== $seen['dev']) {
        throw refusal('denied', "$path was exchanged while it was looked at");
    }
}

/** Reads to the limit rather than to the size: files of /proc say 0. */
function read_from($file, $start, $limit)
{
    stream_set_read_buffer($file, 0);
    if ($start > 0) {
        fseek($file, $start);
    }
    $bytes = '';
    while (strlen($bytes) < $limit) {
        error_clear_last();
        $part = @fread($file, min(65536, $limit - strlen($bytes)));
        if ($part === false || $part === '') {
            $error = error_get_last();
            if ($error !== null && preg_match('/errno=\d+ (.+)$/Ds', $error['message'], $match)) {
                throw failure(code_of($match[1]));
            }
            break;
        }
        $bytes .= $part;
    }
    return $bytes;
}

function list_folder(array $ask)
{
    $real = resolved($ask['path']);
    error_clear_last();
    $folder = @opendir($real);
    if ($folder === false) {
        throw failure(last_code());
    }
    $entries = [];
    $truncated = false;
    while (($name = readdir($folder)) !== false) {
        if ($name === '.' || $name === '..') {
            continue;
        }
        if (count($entries) >= $ask['max']) {
            $truncated = true;
            break;
        }
        $seen = @lstat("$real/$name");
        $kind = $seen === false ? null : kind_of($seen['mode']);
        $entries[] = ['name' => $name, 'kind' => $kind === null ? 'other' : $kind];
    }
    closedir($folder);
    return ['entries' => $entries, 'truncated' => $truncated];
}

/** PHP knows whole seconds only. */
function to_stat($seen, $link)
{
    $kind = kind_of($seen['mode']);
    return [
        'kind' => $kind === null ? 'device' : $kind,
        'size' => $seen['size'],
        'mode' => $seen['mode'] & 07777,
        'uid' => $seen['uid'],
        'gid' => $seen['gid'],
        'mtimeMs' => $seen['mtime'] * 1000,
        'ctimeMs' => $seen['ctime'] * 1000,
        'inode' => $seen['ino'],
        'device' => $seen['dev'],
        'link' => $link,
    ];
}

/** Room on the file system; the mount is found by who asks, in the table that comes with it. PHP does not tell of inodes: stat(1) does. */
function space_at(array $ask)
{
    $real = resolved($ask['path']);
    $free = @disk_free_space($real);
    $total = @disk_total_space($real);
    if ($free === false || $total === false) {
        throw failure(last_code());
    }
    list($root) = split_view($real);
    $table = @file_get_contents($root === '' ? '/proc/self/mountinfo' : substr($root, 0, -strlen('/root')) . '/mountinfo', false, null, 0, 4194304);
    $inodes = null;
    try {
        $ran = run_program(['args' => array_merge($ask['inodes']['args'], [$real])] + $ask['inodes']);
        if (isset($ran['stdout']) && preg_match('/^(\d+) (\d+)\s*$/D', base64_decode($ran['stdout']), $match)) {
            $inodes = ['total' => (int) $match[1], 'free' => (int) $match[2]];
        }
    } catch (Trouble $trouble) {
        // not known then
    }
    return ['real' => $real, 'free' => $free, 'total' => $total, 'inodes' => $inodes, 'mounts' => $table === false ? '' : $table];
}
