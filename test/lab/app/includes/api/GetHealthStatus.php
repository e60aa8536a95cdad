<?php
return fn (): array => ['result' => 'success', 'checks' => ['success' => [], 'warning' => [], 'danger' => []]];
