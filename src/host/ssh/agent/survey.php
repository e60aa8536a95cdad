<?php
// Looks at many files at once, so that what every run asks for is known before it is asked: on a long line each question costs a round trip.

final class Survey
{
    private $ask;
    private $until;
    private $seen = [];
    private $files;
    private $bytes;

    public function __construct(array $ask)
    {
        $this->ask = $ask;
        $this->until = microtime(true) + $ask['budgetMs'] / 1000;
        $this->files = $ask['maxFiles'];
        $this->bytes = $ask['maxBytes'];
    }

    public function records()
    {
        foreach ($this->ask['roots'] as $root) {
            $paths = strpbrk($root['path'], '*?[') === false ? [$root['path']] : glob($root['path'], GLOB_NOSORT);
            foreach ($paths === false ? [] : $paths as $path) {
                $this->look($path, $root['depth'], isset($root['contents']) ? $root['contents'] : null);
            }
        }
        return array_values($this->seen);
    }

    /** `contents`: the pattern of the names of files that are read; null: none is. */
    private function look($path, $depth, $contents)
    {
        if (isset($this->seen[$path]) || $this->files-- <= 0 || microtime(true) > $this->until) {
            return;
        }
        try {
            $seen = @lstat($path);
            if ($seen === false) {
                link_at($path);
                return;
            }
            $real = resolved($path);
            $isLink = kind_of($seen['mode']) === 'link';
            $target = $isLink ? seen_at($real, false) : $seen;
            $record = ['path' => $path, 'real' => $real, 'stat' => to_stat($seen, $isLink ? link_at($path) : null), 'target' => to_stat($target, null)];
            $kind = kind_of($target['mode']);
            if ($kind === 'file' && $contents !== null && $target['size'] <= $this->ask['maxFileBytes'] && preg_match($contents, basename($path))) {
                $record += $this->contents($path);
            }
            if ($kind === 'directory' && $depth >= 0) {
                $record['entries'] = $this->listed($path);
            }
            $this->seen[$path] = $record;
        } catch (Trouble $trouble) {
            if (isset($trouble->reply['code']) && in_array($trouble->reply['code'], ['ENOENT', 'ENOTDIR'], true) && $seen === false) {
                $this->seen[$path] = ['path' => $path, 'absent' => true];
            }
            return;
        }
        if ($depth > 0 && isset($record['entries'])) {
            foreach ($record['entries'] as $entry) {
                if (preg_match('//u', $entry['name'])) {
                    $this->look(rtrim($path, '/') . '/' . $entry['name'], $depth - 1, $contents);
                }
            }
        }
    }

    private function contents($path)
    {
        $read = read_regular(['path' => $path, 'maxBytes' => $this->ask['maxFileBytes'], 'within' => '/', 'end' => false]);
        $this->bytes -= strlen($read['bytes']);
        return $read['truncated'] || $this->bytes < 0 ? [] : ['bytes' => $read['bytes']];
    }

    /** null: there are too many, or it may not be listed. */
    private function listed($path)
    {
        try {
            $listing = list_folder(['path' => $path, 'max' => $this->ask['maxEntries']]);
            return $listing['truncated'] ? null : $listing['entries'];
        } catch (Trouble $trouble) {
            return null;
        }
    }
}
