<?php
// Counts session files and looks at the times of a random sample: a look at every file of a cold disk takes 16 s per million, a listing 2 s.

final class Tally
{
    public $counted = 0;
    public $gone = 0;
    public $sampled = 0;
    public $stale = 0;
    public $zeroLength = 0;
    public $bytes = 0;
    public $oldest = null;
    public $newest = null;
    public $ages;
    public $owners = [];
    private $ask;

    public function __construct(array $ask)
    {
        $this->ask = $ask;
        $this->ages = array_fill(0, count($ask['bounds']) + 1, 0);
    }

    public function look($path, $now)
    {
        clearstatcache();
        $seen = @lstat($path);
        if ($seen === false) {
            $this->gone++; // removed since it was listed, as sessions are
            return;
        }
        // A time in the future counts as now: clocks are another fact.
        $age = max(0, $now - $seen['mtime']);
        $this->sampled++;
        $this->stale += $age > $this->ask['staleSeconds'] ? 1 : 0;
        $this->zeroLength += $seen['size'] === 0 ? 1 : 0;
        $this->bytes += $seen['size'];
        $this->oldest = $this->oldest === null ? $age : max($this->oldest, $age);
        $this->newest = $this->newest === null ? $age : min($this->newest, $age);
        $bucket = 0;
        foreach ($this->ask['bounds'] as $bound) {
            if ($age <= $bound) {
                break;
            }
            $bucket++;
        }
        $this->ages[$bucket]++;
        $this->owners[$seen['uid']] = (isset($this->owners[$seen['uid']]) ? $this->owners[$seen['uid']] : 0) + 1;
    }

    public function result($complete)
    {
        return [
            'counted' => $this->counted,
            'gone' => $this->gone,
            'complete' => $complete,
            'sampled' => $this->sampled,
            'stale' => $this->stale,
            'zeroLength' => $this->zeroLength,
            'bytes' => $this->bytes,
            'oldestSeconds' => $this->oldest,
            'newestSeconds' => $this->newest,
            'ages' => $this->ages,
            'owners' => (object) $this->owners,
        ];
    }
}

/** A uniform random sample (Vitter's algorithm R) once there are more than are all looked at. */
final class Reservoir
{
    private $kept = [];
    private $seen = 0;
    private $ask;

    public function __construct(array $ask)
    {
        $this->ask = $ask;
    }

    public function offer($path)
    {
        $this->seen++;
        if ($this->seen <= $this->ask['lookAtAll']) {
            $this->kept[] = $path;
            return;
        }
        if ($this->seen === $this->ask['lookAtAll'] + 1) {
            shuffle($this->kept);
            $this->kept = array_slice($this->kept, 0, $this->ask['sampleSize']);
        }
        $place = mt_rand(0, $this->seen - 1);
        if ($place < $this->ask['sampleSize']) {
            $this->kept[$place] = $path;
        }
    }

    /** In random order, so that what is looked at until the budget ends is a random sample as well. */
    public function paths()
    {
        shuffle($this->kept);
        return $this->kept;
    }
}

function scan_sessions(array $ask, callable $partial)
{
    $started = microtime(true);
    $said = $started;
    $tally = new Tally($ask);
    $chosen = new Reservoir($ask);
    // The rest of the budget is for the sample.
    $countUntil = $started + ($ask['exact'] ? 1 : 0.7) * $ask['budgetMs'] / 1000;
    $lookUntil = $started + $ask['budgetMs'] / 1000;
    $complete = true;
    $steps = 0;
    foreach (session_files(resolved($ask['path']), $ask['depth']) as $path) {
        if ($path !== null) {
            $tally->counted++;
            if ($ask['exact']) {
                $tally->look($path, time());
            } else {
                $chosen->offer($path);
            }
        }
        if ((++$steps & 255) === 0 && ($now = microtime(true)) - $said > 0.2) {
            $partial($tally->result(false));
            $said = $now;
            if ($now > $countUntil) {
                $complete = false;
                break;
            }
        }
    }
    $today = time();
    foreach ($chosen->paths() as $path) {
        $tally->look($path, $today);
        if ((++$steps & 255) === 0 && microtime(true) > $lookUntil) {
            break;
        }
    }
    return $tally->result($complete);
}

/** Session files at the level that holds them; null for other entries, so that a folder full of those can be left, too. */
function session_files($folder, $depth)
{
    error_clear_last();
    $handle = @opendir($folder);
    if ($handle === false) {
        throw failure(last_code());
    }
    try {
        while (($name = readdir($handle)) !== false) {
            if ($depth === 0) {
                yield strncmp($name, 'sess_', 5) === 0 ? "$folder/$name" : null;
                continue;
            }
            // PHP's subfolders are named after one character of the session id.
            if (strlen($name) !== 1 || $name === '.' || is_link("$folder/$name") || !is_dir("$folder/$name")) {
                continue;
            }
            try {
                foreach (session_files("$folder/$name", $depth - 1) as $path) {
                    yield $path;
                }
            } catch (Trouble $trouble) {
                null_if_absent($trouble); // it went meanwhile
            }
        }
    } finally {
        closedir($handle);
    }
}
