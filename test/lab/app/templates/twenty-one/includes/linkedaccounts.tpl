{if $linkableProviders}
<div id="providerLinkingMessages" hidden>
  <p class="providerLinkingMsg-preLink-init_failed">Not available now.</p>
  <p class="providerLinkingMsg-preLink-connect_error">No connection to your account.</p>
  <p class="providerLinkingMsg-preLink-complete_sign_in">Go on at the provider.</p>
  <p class="providerLinkingMsg-preLink-2fa_needed">One moment.</p>
  <p class="providerLinkingMsg-preLink-linking_complete">Linked.</p>
  <p class="providerLinkingMsg-preLink-login_to_link-signin-required">Sign in once.</p>
  <p class="providerLinkingMsg-preLink-login_to_link-registration-required">Fill in the form.</p>
  <p class="providerLinkingMsg-preLink-checkout-new">Fill in the order.</p>
  <p class="providerLinkingMsg-preLink-other_user_exists">Linked to somebody else.</p>
  <p class="providerLinkingMsg-preLink-already_linked">Linked already.</p>
  <p class="providerLinkingMsg-preLink-default">Something failed.</p>
</div>
<div class="providerPreLinking" data-link-context="{$linkContext}" data-hide-on-prelink="0" data-disable-on-prelink="0">
<div class="social-signin-btns">
{foreach $linkableProviders as $provider}{$provider.code}{/foreach}
</div>
</div>
{/if}
{if !$customFeedback}<div class="providerLinkingFeedback"></div>{/if}
