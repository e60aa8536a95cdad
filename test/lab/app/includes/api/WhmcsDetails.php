<?php
return fn (): array => [
    'result' => 'success',
    'whmcs' => ['version' => explode('-', setting('Version'))[0], 'canonicalversion' => setting('Version')],
];
