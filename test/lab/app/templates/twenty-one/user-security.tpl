<h1>Security Settings</h1>
{include file="$template/includes/linkedaccounts.tpl" linkContext="clientsecurity"}
{include file="$template/includes/linkedaccounts.tpl" linkContext="linktable"}
