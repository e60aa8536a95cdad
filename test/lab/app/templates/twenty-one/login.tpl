{* The laboratory's own log-in page. *}
<div class="providerLinkingFeedback"></div>
{$form}
{include file="$template/includes/linkedaccounts.tpl" linkContext="login" customFeedback=true}
