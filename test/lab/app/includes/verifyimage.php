<?php
require dirname(__DIR__) . '/init.php';
if (setting('LabDrawnCaptcha') === 'on') {
    // As a script that draws: without the extension gd this is PHP's own fatal error.
    imagedestroy(imagecreatetruecolor(60, 22));
}
header('Content-Type: image/png');
echo base64_decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=');
