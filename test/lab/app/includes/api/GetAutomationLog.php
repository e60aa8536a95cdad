<?php
return fn (): array => [
    'result' => 'success',
    'currentDatetime' => date('Y-m-d H:i:s', time() + (int) setting('LabClockAhead')),
    'lastDailyCronInvocationTime' => setting('lastDailyCronInvocationTime'),
    'startdate' => date('Y-m-d'),
    'enddate' => date('Y-m-d'),
    'statistics' => [],
];
