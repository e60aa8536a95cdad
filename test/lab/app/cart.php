<?php
// *************************************************************************
// * A stand-in for WHMCS: for whmcs-doctor's laboratory.                   *
// * Version: 8.11.2 (8.11.2-release.1)                                     *
// *************************************************************************

require __DIR__ . '/init.php';
page('Shopping Cart', '<h1>Browse our products</h1>');
