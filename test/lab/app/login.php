<?php
require __DIR__ . '/init.php';
header('Location: ' . base_path() . '/clientarea.php', true, 302);
