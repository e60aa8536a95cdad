<?php
// The settings page of the sign-in providers, which needs a permission of its own.
require dirname(__DIR__) . '/init.php';
require dirname(__DIR__) . '/includes/admins.php';

require_one_of([143]);
page('Sign-In Integrations', '<h1>Sign-In Integrations</h1>');
