<?php
// Failures of the agent: either an error code of the operating system, which whmcs-doctor puts into words, or a gap and its sentence.

final class Trouble extends Exception
{
    public $reply;

    public function __construct(array $reply)
    {
        parent::__construct('');
        $this->reply = $reply;
    }
}

function failure($code)
{
    return new Trouble(['code' => $code]);
}

function refusal($gap, $why)
{
    return new Trouble(['gap' => $gap, 'why' => $why]);
}

/** The code behind what PHP said last. PHP passes on no number, only the text of strerror(3), at the end of its message. */
function last_code()
{
    $error = error_get_last();
    error_clear_last();
    if ($error === null) {
        return 'EIO';
    }
    $colon = strrpos($error['message'], ': ');
    return code_of($colon === false ? $error['message'] : substr($error['message'], $colon + 2));
}

/** In the words of glibc, and of musl where they differ. */
function code_of($text)
{
    static $codes = [
        'No such file or directory' => 'ENOENT',
        'Not a directory' => 'ENOTDIR',
        'Permission denied' => 'EACCES',
        'Operation not permitted' => 'EPERM',
        'Too many levels of symbolic links' => 'ELOOP',
        'Symbolic link loop' => 'ELOOP',
        'Invalid argument' => 'EINVAL',
        'Input/output error' => 'EIO',
        'I/O error' => 'EIO',
        'Stale file handle' => 'ESTALE',
        'File name too long' => 'ENAMETOOLONG',
        'Filename too long' => 'ENAMETOOLONG',
        'Is a directory' => 'EISDIR',
        'File exists' => 'EEXIST',
        'Read-only file system' => 'EROFS',
        'No space left on device' => 'ENOSPC',
        'Disk quota exceeded' => 'EDQUOT',
        'Quota exceeded' => 'EDQUOT',
        'Too many open files' => 'EMFILE',
        'No file descriptors available' => 'EMFILE',
        'Too many open files in system' => 'ENFILE',
        'Cannot allocate memory' => 'ENOMEM',
        'Transport endpoint is not connected' => 'ENOTCONN',
        'Socket not connected' => 'ENOTCONN',
        'Connection refused' => 'ECONNREFUSED',
        'Connection reset by peer' => 'ECONNRESET',
        'Connection timed out' => 'ETIMEDOUT',
        'Operation timed out' => 'ETIMEDOUT',
        'No route to host' => 'EHOSTUNREACH',
        'Host is unreachable' => 'EHOSTUNREACH',
        'Network is unreachable' => 'ENETUNREACH',
        'Network unreachable' => 'ENETUNREACH',
        'Cannot assign requested address' => 'EADDRNOTAVAIL',
        'Address not available' => 'EADDRNOTAVAIL',
        'Address family not supported by protocol' => 'EAFNOSUPPORT',
        'Resource temporarily unavailable' => 'EAGAIN',
        'No such device or address' => 'ENXIO',
    ];
    return isset($codes[$text]) ? $codes[$text] : 'EIO';
}
