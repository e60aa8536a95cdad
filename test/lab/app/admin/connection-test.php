<?php
// The license connection test of the admin login page: from the PHP that serves the site, without a log-in.

function connection_test(): void
{
    foreach (['a', 'b'] as $letter) {
        $host = "$letter.licensing.whmcs.com";
        $url = "https://$host/1.0/test";
        echo "Testing Connection to '$url'...\n";
        $address = gethostbyname($host);
        echo $address === $host ? "URL does not resolve\n" : "URL resolves to $address ...\n";
        if (!function_exists('curl_exec')) {
            echo "Connection Failed: curl is not available\n\n";
            continue;
        }
        $request = curl_init($url);
        curl_setopt_array($request, [CURLOPT_RETURNTRANSFER => true, CURLOPT_CONNECTTIMEOUT => 3, CURLOPT_TIMEOUT => 4]);
        curl_exec($request);
        $status = curl_getinfo($request, CURLINFO_HTTP_CODE);
        echo "Response Code: $status\n";
        echo $status === 200 ? "Connection Successful!\n\n" : 'Connection Failed: ' . curl_error($request) . "\n\n";
    }
}
