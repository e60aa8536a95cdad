<?php
// The client area's page around its contents, and the sign-in providers' buttons.

function base_path(): string
{
    return rtrim((string) parse_url(system_url(), PHP_URL_PATH), '/');
}

require __DIR__ . '/routes.php';

function form(string $action, string $contents, string $attributes = ''): string
{
    $token = '<input type="hidden" name="token" value="' . csrf_token() . '" />';
    return '<form method="post" action="' . htmlspecialchars($action) . '"' . $attributes . '>' . "\n" . $token . "\n" . $contents . '</form>';
}

function page(string $title, string $contents): void
{
    $base = base_path();
    $token = csrf_token();
    $search = form(route('/knowledgebase/search'), '<input class="form-control" type="text" name="search">');
    $values = ['title' => $title, 'base' => $base, 'token' => $token, 'search' => $search];
    echo template('header.tpl', $values), $contents, template('footer.tpl', $values);
}

function not_found(): void
{
    http_response_code(404);
    $url = htmlspecialchars(system_url());
    page('Page Not Found', "<h1>Oops!</h1><a href=\"$url\" class=\"btn\">Home</a> <a href=\"{$url}contact.php\" class=\"btn\">Contact</a>");
}

// Which providers are switched on is stored in tblauthn_config; their values are encrypted there, so the laboratory keeps its own rows.
function sign_in_providers(): array
{
    $blocks = [];
    $client = setting('LabGoogleClient');
    $finalize = htmlspecialchars(route('/auth/provider/google_signin/finalize'));
    if ($client !== '' && setting('LabGoogleLibrary') === 'gapi') {
        $blocks[] = <<<HTML
        <script>
            window.onerror = function(e){ WHMCS.authn.provider.displayError(); };
            var startGoogleApp = function() { gapi.load('auth2', function() {
                gapi.auth2.init({ client_id: '$client', cookiepolicy: 'single_host_origin' });
            }); };
        </script>
        <script src="https://apis.google.com/js/platform.js?onload=startGoogleApp" async defer></script>
        <div id="btnGoogleSignin1" class="btn btn-social btn-google" data-finalize="$finalize">Sign in with Google</div>

        HTML;
    } elseif ($client !== '') {
        $blocks[] = <<<HTML
        <script>
            window.onerror = function(e){ WHMCS.authn.provider.displayError(); };
            function onSignIn(response) { WHMCS.authn.provider.signIn({ url: '$finalize' }, response.credential); }
        </script>
        <script src="https://accounts.google.com/gsi/client" async defer></script>
        <div id="g_id_onload" data-client_id="$client" data-callback="onSignIn" data-ux_mode="popup" data-auto_prompt="false"></div>
        <div class="g_id_signin btn btn-social btn-google" data-locale="en"></div>

        HTML;
    }
    if (setting('LabFacebookApp') !== '') {
        $app = htmlspecialchars(setting('LabFacebookApp'));
        $blocks[] = <<<HTML
        <script>window.fbAsyncInit = function() { FB.init({ appId: '$app', cookie: true, version: 'v19.0' }); };</script>
        <script async defer src="https://connect.facebook.net/en_US/sdk.js"></script>
        <div class="btn btn-social btn-facebook"><i class="fab fa-facebook"></i> Sign in with Facebook</div>

        HTML;
    }
    if (setting('LabTwitter') === 'on') {
        $start = htmlspecialchars(route('/auth/provider/twitter_oauth/authorize'));
        $blocks[] = "<a href=\"$start\" class=\"btn btn-social btn-twitter\"><i class=\"fab fa-twitter\"></i> Sign in with Twitter</a>\n";
    }
    return $blocks;
}
