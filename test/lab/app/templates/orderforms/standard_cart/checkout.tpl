<h1>Checkout</h1>
{include file="orderforms/standard_cart/linkedaccounts.tpl" linkContext="checkout-existing"}
{include file="orderforms/standard_cart/linkedaccounts.tpl" linkContext="checkout-new"}
