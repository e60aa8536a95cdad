<?php
// The license check of the admin area: the stored result of the last one is good for seven days, and for three more where nobody answers.
// The names of the row and of the request are the laboratory's own.

const LICENSE_SERVERS = ['a.licensing.whmcs.com', 'b.licensing.whmcs.com'];

function require_license(): void
{
    $age = time() - (int) setting('LabLocalKey');
    if ($age < 7 * 86400) {
        return;
    }
    $status = license_status();
    if ($status === 'Active') {
        query('REPLACE INTO tblconfiguration (setting, value) VALUES (?, ?)', ['LabLocalKey', (string) time()]);
        return;
    }
    if ($status === null && $age < 10 * 86400) {
        return;
    }
    license_error($status);
    exit;
}

// null: no license server answers.
function license_status(): ?string
{
    if (!function_exists('curl_exec')) {
        return null;
    }
    foreach (LICENSE_SERVERS as $host) {
        $request = curl_init("https://$host/verify");
        curl_setopt_array($request, [
            CURLOPT_POSTFIELDS => http_build_query([
                'key' => (string) ($GLOBALS['license'] ?? ''),
                'domain' => $_SERVER['SERVER_NAME'] ?? '',
                'ip' => $_SERVER['SERVER_ADDR'] ?? '',
                'directory' => dirname(__DIR__),
            ]),
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_CONNECTTIMEOUT => 1,
            CURLOPT_TIMEOUT => 2,
        ]);
        $answer = curl_exec($request);
        if (is_string($answer) && curl_getinfo($request, CURLINFO_HTTP_CODE) === 200) {
            return $answer;
        }
    }
    return null;
}

function license_error(?string $status): void
{
    if (PHP_SAPI === 'cli') {
        $said = $status === null ? 'No Connection' : 'Your license key is invalid';
        query('INSERT INTO tblactivitylog (date, description, user) VALUES (?, ?, ?)', [date('Y-m-d H:i:s'), $said, 'System']);
        echo "$said\n";
        return;
    }
    $key = htmlspecialchars((string) ($GLOBALS['license'] ?? ''));
    if ($status === null) {
        page('No Connection', '<h1>No Connection</h1><p>WHMCS has not been able to verify your license for the last few days.</p>');
    } elseif ($status === 'Invalid') {
        page('License Invalid', <<<HTML
            <h1>License Invalid</h1>
            <p>Your license key <b>$key</b> is invalid. Possible reasons for this include:</p>
            <ul><li>The license key has been entered incorrectly</li><li>The domain being used to access your install has changed</li>
            <li>The IP address your install is located on has changed</li><li>The directory you are using has changed</li></ul>
            <p><a href="license-key.php">Click here to enter a new license key</a></p>
            HTML);
    } else {
        page("License $status", "<h1>License $status</h1><p>Contact the provider of your license.</p>");
    }
}
