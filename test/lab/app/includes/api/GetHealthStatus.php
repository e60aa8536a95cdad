<?php
// Some of the 39 checks with the words of their language file, looked up in this install. LabHealth replaces the whole answer.
return function (): array {
    $given = json_decode(setting('LabHealth'), true);
    if (is_array($given)) {
        return $given;
    }
    $checks = ['success' => [], 'warning' => [], 'danger' => []];
    $say = function (string $level, string $name, string $body) use (&$checks): void {
        $checks[$level][] = ['name' => $name, 'type' => 'Environment', 'severityLevel' => $level, 'body' => $body];
    };
    $path = session_save_path() ?: '/tmp';
    $parts = explode(';', $path);
    $folder = end($parts);
    if (ini_get('session.save_handler') === 'files' && !is_writable($folder)) {
        $say('danger', 'phpSessionSupport', "The PHP session save path <strong>$path</strong> is not writable. Please investigate the "
            . '<strong>session.save_path</strong> PHP setting or contact your system administrator');
    } else {
        $say('success', 'phpSessionSupport', 'PHP session support is enabled.');
    }
    if (isset($_SERVER['HTTP_CF_RAY']) && visitor_address() !== ($_SERVER['HTTP_CF_CONNECTING_IP'] ?? '')) {
        $say('warning', 'checkCloudflareProxy', 'WHMCS is running behind a CloudFlare proxy, but you have not configured trusted proxy settings. '
            . "This may cause login sessions to end prematurely. <form class='inline' method='post' action='x'><button class='btn-link-default text-left'>"
            . 'Click here to automatically reconfigure your CloudFlare proxy settings.</button></form>');
    } else {
        $say('success', 'checkCloudflareProxy', 'WHMCS is not running behind a CloudFlare proxy.');
    }
    $say(system_url() === '' ? 'danger' : 'success', 'checkSystemUrlIsSet', system_url() === ''
        ? '<p>You have not configured the System URL for your WHMCS installation. Go to <a href="x">General Settings</a> to configure it now.</p>'
        : '<p>You have successfully configured the System URL for your WHMCS installation.</p>');
    $ran = strtotime(setting('lastDailyCronInvocationTime')) > time() - 86400;
    $say($ran ? 'success' : 'danger', 'cronJobCompletion', $ran
        ? 'The system cron has completed successfully within the last 24 hours.'
        : 'The system cron does not appear to have completed successfully within the last 24 hours. Check your activity logs or learn more '
            . "about enabling the cron in our <a href='x'>documentation</a>.");
    $say('warning', 'customTemplates', 'We have detected that your WHMCS installation is currently using the default template names for one or '
        . 'more of the active templates.<br /><br />You are currently using a default template in the following locations:');
    $say('warning', 'checkOpCacheStatus', 'The OPcache PHP extension is enabled. This extension can cause problems with cached data use.');
    return ['result' => 'success', 'checks' => $checks];
};
