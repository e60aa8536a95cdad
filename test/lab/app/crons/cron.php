<?php
require dirname(__DIR__) . '/init.php';
echo "Cron run completed\n";
