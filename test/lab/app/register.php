<?php
require __DIR__ . '/init.php';
page('Register', template('clientregister.tpl', ['form' => form(base_path() . '/register.php', '<input type="text" name="firstname"><input type="password" name="password">')]));
