<?php
// The captcha of the log-in form, as the official themes write it.

function captcha_markup(): string
{
    if (setting('CaptchaSetting') !== 'on') {
        return '';
    }
    if (setting('CaptchaType') === 'recaptcha') {
        $key = htmlspecialchars(setting('ReCAPTCHAPublicKey'));
        return "<script>var recaptchaSiteKey = \"$key\";</script><div class=\"recaptcha-container center-block\"></div>";
    }
    $image = htmlspecialchars(system_url() . 'includes/verifyimage.php');
    return "<img id=\"inputCaptchaImage\" data-src=\"$image\" src=\"$image\" align=\"middle\" /><input id=\"inputCaptcha\" type=\"text\" name=\"code\">";
}
