<!doctype html>
<html lang="en">
<head>
    <meta charset="utf-8" />
    <title>{$title} - Acme Hosting</title>
    {include file="$template/includes/head.tpl"}
    {$headoutput}
</head>
<body class="primary-bg-color" data-phone-cc-input="1">
    {$headeroutput}
    <header id="header" class="header">{$search}</header>
    <section id="main-body">
