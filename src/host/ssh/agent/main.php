<?php
// The agent of whmcs-doctor on the machine that is looked at over ssh. It comes over standard input, is run by the PHP that is there, and is
// kept nowhere. It hands each request to a worker: one for quick looks and several for slow ones, for each rights.

final class Agent
{
    /** How many processes one lane may have; "keep" lanes have one each. */
    private static $widths = ['quick' => 1, 'slow' => 8];
    private $source;
    private $workers = [];
    private $queue = [];
    private $input = '';

    public function __construct($source)
    {
        $this->source = $source;
    }

    public function run()
    {
        stream_set_blocking(STDIN, false);
        while (true) {
            $streams = ['in' => STDIN];
            foreach ($this->workers as $number => $worker) {
                $streams[$number] = $worker['out'];
            }
            $write = $except = null;
            $wait = $this->patience();
            $read = $streams;
            if (@stream_select($read, $write, $except, (int) $wait, (int) (fmod($wait, 1) * 1e6)) === false) {
                usleep(1000);
            }
            foreach (array_keys($streams) as $number) {
                if (!in_array($streams[$number], $read, true)) {
                    continue;
                }
                if ($number !== 'in') {
                    $this->hear($number);
                } elseif (!$this->listen()) {
                    $this->end();
                    return;
                }
            }
            $this->endOverdue();
            $this->dispatch();
        }
    }

    /** Seconds until a worker is overdue. */
    private function patience()
    {
        $least = 60;
        foreach ($this->workers as $worker) {
            if ($worker['job'] !== null) {
                $least = min($least, $worker['until'] - microtime(true));
            }
        }
        return max(0, $least);
    }

    /** false: standard input has ended, and with it everything. */
    private function listen()
    {
        $part = fread(STDIN, 65536);
        if ($part === false || $part === '') {
            return !feof(STDIN);
        }
        $this->input .= $part;
        $lines = explode("\n", $this->input);
        $this->input = array_pop($lines);
        foreach ($lines as $line) {
            $request = json_decode($line, true);
            if (!is_array($request)) {
                continue;
            }
            if (isset($request['cancel'])) {
                $this->cancel($request['cancel']);
            } elseif (isset($request['hangup'])) {
                $this->hangUp($this->lane($request['as'], $request['hangup']));
            } elseif ($request['op'] === 'ping') {
                say('A', ['id' => $request['id'], 'value' => ['nowMs' => microtime(true) * 1000]]);
            } else {
                $this->queue[] = $request;
            }
        }
        return true;
    }

    private function dispatch()
    {
        $waiting = [];
        foreach ($this->queue as $request) {
            $number = $this->workerFor($request);
            if ($number === null) {
                $waiting[] = $request;
            } elseif ($number === false) {
                say('A', ['id' => $request['id'], 'gap' => 'unsupported', 'why' => 'a process with these rights cannot be started there: its PHP has no posix extension, and there is no setpriv']);
            } else {
                $this->workers[$number]['job'] = $request['id'];
                $this->workers[$number]['until'] = microtime(true) + $request['ms'] / 1000;
                @fwrite($this->workers[$number]['in'], json_encode($request, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
            }
        }
        $this->queue = $waiting;
    }

    /** An idle one, a new one, or null: all are busy. false: there can be none. */
    private function workerFor(array $request)
    {
        $as = $request['as'];
        $lane = $this->lane($as, $request['lane']);
        $busy = 0;
        foreach ($this->workers as $number => $worker) {
            if ($worker['lane'] !== $lane) {
                continue;
            }
            if ($worker['job'] === null) {
                return $number;
            }
            $busy++;
        }
        $width = isset(self::$widths[$request['lane']]) ? self::$widths[$request['lane']] : 1;
        return $busy < $width ? $this->begin($lane, $as, !isset(self::$widths[$request['lane']])) : null;
    }

    private function lane($as, $name)
    {
        return ($as === null ? 'own' : implode(':', $as)) . ' ' . $name;
    }

    private function hangUp($lane)
    {
        foreach ($this->workers as $number => $worker) {
            if ($worker['lane'] === $lane) {
                $this->drop($number, null);
            }
        }
    }

    private function begin($lane, $as, $keeps)
    {
        $before = [];
        if ($as !== null && !function_exists('posix_setuid') && own_ids()['uid'] === 0) {
            $found = find_program(['/usr/bin/setpriv', '/bin/setpriv']);
            if ($found === null || $found['foreign'] !== null) {
                return false;
            }
            $before = [$found['path'], "--reuid={$as[0]}", "--regid={$as[1]}", '--clear-groups'];
        }
        $command = array_merge($before, [PHP_BINARY, '-n', '-d', 'extension=posix', '-d', 'extension=pcntl', '-d', 'extension=json']);
        foreach (['display_errors=0', 'display_startup_errors=0', 'log_errors=0', 'memory_limit=512M', 'realpath_cache_size=0'] as $setting) {
            array_push($command, '-d', $setting);
        }
        array_push($command, '-r', '$s=fgets(STDIN);eval(base64_decode($s));');
        $process = start($command, [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes, '/');
        if ($process === null) {
            return false;
        }
        $status = proc_get_status($process);
        @fwrite($pipes[0], $this->source . json_encode(['as' => $as, 'keeps' => $keeps]) . "\n");
        stream_set_blocking($pipes[1], false);
        static $last = 0;
        $number = ++$last;
        $this->workers[$number] = [
            'lane' => $lane,
            'keeps' => $keeps,
            'process' => $process,
            'pid' => $status['pid'],
            'in' => $pipes[0],
            'out' => $pipes[1],
            'heard' => '',
            'job' => null,
            'until' => 0,
        ];
        return $number;
    }

    private function hear($number)
    {
        if (!isset($this->workers[$number])) {
            return;
        }
        $part = fread($this->workers[$number]['out'], 262144);
        if ($part === false || $part === '') {
            if (feof($this->workers[$number]['out'])) {
                $this->drop($number, ['lost' => true]);
            }
            return;
        }
        $from = strlen($this->workers[$number]['heard']);
        $this->workers[$number]['heard'] .= $part;
        while (isset($this->workers[$number]) && ($end = strpos($this->workers[$number]['heard'], "\n", $from)) !== false) {
            $line = substr($this->workers[$number]['heard'], 0, $end + 1);
            $this->workers[$number]['heard'] = substr($this->workers[$number]['heard'], $end + 1);
            $from = 0;
            if ($this->workers[$number]['job'] !== null) {
                write_all('A' . substr($line, 1)); // who asks tells a part by what is in it
            }
            if ($line[0] !== 'P') {
                $this->workers[$number]['job'] = null;
            }
            if ($line[0] === 'L') {
                $this->drop($number, null);
            }
        }
    }

    private function endOverdue()
    {
        foreach ($this->workers as $number => $worker) {
            if ($worker['job'] !== null && microtime(true) > $worker['until']) {
                $this->drop($number, ['late' => true]);
            }
        }
    }

    private function cancel($id)
    {
        $this->queue = array_values(array_filter($this->queue, function ($request) use ($id) {
            return $request['id'] !== $id;
        }));
        foreach ($this->workers as $number => $worker) {
            if ($worker['job'] === $id && substr($worker['lane'], -6) !== ' quick' && !$worker['keeps']) {
                $this->drop($number, null);
            }
        }
    }

    /** Ends a worker and all that it started. One that keeps scripts is never killed: it removes them at the end of its input. */
    private function drop($number, $reply)
    {
        $worker = $this->workers[$number];
        unset($this->workers[$number]);
        if ($reply !== null && $worker['job'] !== null) {
            say('A', ['id' => $worker['job']] + $reply);
        }
        fclose($worker['in']);
        fclose($worker['out']);
        if (!$worker['keeps']) {
            if (function_exists('posix_kill')) {
                posix_kill(-$worker['pid'], 9);
            }
            proc_terminate($worker['process'], 9);
        }
        $this->leave($worker['process']);
    }

    /** Closing a process waits for it: one that hangs in a dead mount is not waited for. */
    private function leave($process)
    {
        static $left = [];
        $left[] = $process;
        foreach ($left as $number => $one) {
            if (!proc_get_status($one)['running']) {
                proc_close($one);
                unset($left[$number]);
            }
        }
    }

    private function end()
    {
        foreach (array_keys($this->workers) as $number) {
            $this->drop($number, null);
        }
        // PHP would wait for the children at its own end.
        if (function_exists('posix_kill')) {
            posix_kill(getmypid(), 9);
        }
    }
}

error_reporting(E_ALL);
ini_set('display_errors', '0');
set_time_limit(0);
$role = json_decode(fgets(STDIN), true);
if (array_key_exists('as', $role)) {
    worker_main($role);
} else {
    try {
        $me = own_ids();
    } catch (Trouble $trouble) {
        $me = null;
    }
    $hello = ['me' => $me, 'php' => PHP_VERSION, 'nowMs' => microtime(true) * 1000, 'uptimeSeconds' => function_exists('hrtime') ? hrtime(true) / 1e9 : null];
    write_all("\n" . $role['marker'] . json_encode($hello, JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
    (new Agent($s))->run();
}
