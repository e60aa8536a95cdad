<?php
// Temporary scripts: written and removed when told to, and removed when standard input ends, which is what is seen of everything above this
// process that ended in whatever way, and a minute after they were written. A folder is held open from the moment it is used, so that it can
// still be cleaned when its path has gone with PHP-FPM's process.

final class Scripts
{
    /** Last first: a file before the folder that it is in. */
    private static $removals = [];
    private static $held = [];
    private static $until = null;

    public static function place(array $ask)
    {
        self::$until = microtime(true) + $ask['seconds'];
        $base = self::hold($ask['in'], null);
        $name = 'whmcs-doctor-' . bin2hex(random_bytes(12));
        if (!$ask['apart']) {
            self::write("$base/$name.php", $ask['source'], $ask['group']);
            return "$name.php";
        }
        error_clear_last();
        if (!@mkdir("$base/$name", 0700)) {
            throw failure(last_code());
        }
        array_unshift(self::$removals, ['rmdir', "$base/$name"]);
        // Whoever owns the folder above it could put one of his own in its place: this one is held and looked at.
        $own = self::hold("$base/$name", 0700);
        self::admit("$own/.", $ask['group'], 0710, 0711);
        $file = bin2hex(random_bytes(12)) . '.php';
        self::write("$own/$file", $ask['source'], $ask['group']);
        return "$name/$file";
    }

    /** Removes everything; tries all of it before it says what failed. */
    public static function remove()
    {
        $failure = null;
        foreach (self::$removals as $removal) {
            error_clear_last();
            if (!@$removal[0]($removal[1])) {
                $code = last_code();
                $failure = $failure === null && $code !== 'ENOENT' ? $code : $failure;
            }
        }
        self::$removals = [];
        self::$held = [];
        self::$until = null;
        if ($failure !== null) {
            throw failure($failure);
        }
    }

    /** Seconds until what is there goes in any case; null: nothing is there. */
    public static function left()
    {
        return self::$until === null ? null : max(0, self::$until - microtime(true));
    }

    /** Holds a folder open; its path by which nothing can be put in its place. `mode`: it must be our own and have just these rights. */
    private static function hold($path, $mode)
    {
        $before = seen_at($path, false);
        if (kind_of($before['mode']) !== 'directory') {
            throw failure(kind_of($before['mode']) === 'link' ? 'ELOOP' : 'ENOTDIR');
        }
        error_clear_last();
        $handle = @opendir($path);
        if ($handle === false) {
            throw failure(last_code());
        }
        $descriptor = descriptor_of($before);
        $uid = own_ids()['uid'];
        if ($mode !== null && ($before['uid'] !== $uid || ($before['mode'] & 07777) !== $mode)) {
            throw failure('EPERM');
        }
        // In a folder that another user owns, he could exchange what we write; /tmp and its like are sticky.
        if ($before['uid'] !== 0 && $before['uid'] !== $uid && ($before['mode'] & 01000) === 0) {
            throw failure('EPERM');
        }
        self::$held[] = $handle;
        return $descriptor === null ? $path : $descriptor;
    }

    /** Lets PHP in: its group alone, or everybody where that was asked for. Only root and members of a group can give it something. */
    private static function admit($path, $group, $forGroup, $forEverybody)
    {
        if ($group !== null) {
            @chgrp($path, $group);
            clearstatcache();
            // Some file systems refuse it, and some do not say that they did nothing.
            if (@filegroup($path) !== $group) {
                throw failure('EGROUP');
            }
        }
        error_clear_last();
        if (!@chmod($path, $group === null ? $forEverybody : $forGroup)) {
            throw failure(last_code());
        }
    }

    private static function write($path, $source, $group)
    {
        error_clear_last();
        $mask = umask(077);
        $file = @fopen($path, 'xb'); // x: O_CREAT | O_EXCL
        umask($mask);
        if ($file === false) {
            throw failure(last_code());
        }
        array_unshift(self::$removals, ['unlink', $path]);
        $written = 0;
        while ($written < strlen($source)) {
            error_clear_last();
            $more = @fwrite($file, substr($source, $written));
            if (!$more) {
                fclose($file);
                throw failure('ENOSPC');
            }
            $written += $more;
        }
        fclose($file);
        self::admit($path, $group, 0640, 0644);
    }
}
