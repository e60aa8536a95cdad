<h1>Register</h1>
{include file="$template/includes/linkedaccounts.tpl" linkContext="registration"}
{$form}
