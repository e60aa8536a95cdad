import { describe, expect, it } from 'vitest';
import { usedAtOnce } from '../../src/parse/script-globals.js';
import { parseThemeScript } from '../../src/parse/theme-script.js';

describe('jQuery in a script', () => {
  it.each([
    ['/*!\n * jQuery JavaScript Library v1.12.4\n * https://jquery.com/', ['1.12.4'], false],
    ['/*! jQuery v3.7.1 | (c) OpenJS Foundation */', ['3.7.1'], false],
    ['/*! jQuery v3.7.1 -ajax,-ajax/jsonp | (c) OpenJS Foundation */', ['3.7.1'], true],
    ['var c="1.12.4",w=function(e,t){return new w.fn.init(e,t)}', ['1.12.4'], false],
    ['var t="3.7.1",l=/HTML$/i,ce=function(e,t){return new ce.fn.init(e,t)}', ['3.7.1'], false],
    ['f="3.6.0 -ajax,-ajax/xhr",S=function(e,t){return new S.fn.init(e,t)}', ['3.6.0'], true],
    ['/*! jQuery v3.7.1 | (c) X */ var t="3.7.1",S=function(e,t){return new S.fn.init(e,t)}', ['3.7.1'], false],
    ['/*! jQuery v1.12.4 | (c) X */ /*! jQuery v3.7.1 | (c) X */', ['1.12.4', '3.7.1'], false],
    ['// a plug-in that requires jQuery v1.9.1 or later', [], false],
  ])('%s', (text, jquery, slim) => {
    expect(parseThemeScript(text)).toMatchObject({ jquery, slim });
  });
});

describe('WHMCS in a script', () => {
  const signIn = (rest: string) => `WHMCS.loadModule("authn",t);this.signIn=function(t,e){jQuery.ajax(t).done(function(t){e()})${rest}};`;
  it.each([
    [signIn('.error(function(){n()})'), { authn: true, usesAjaxError: true }],
    [signIn('.fail(function(){n()})'), { authn: true, usesAjaxError: false }],
    ["WHMCS.loadModule('authn', module)", { authn: true, usesAjaxError: null }],
    ['WHMCS.loadModule("ui",t)', { authn: false, usesAjaxError: null, sdkErrorHandler: false }],
    [`${signIn('')}this.registerSdkErrorHandler=function(){}`, { sdkErrorHandler: true }],
    ['jQuery.migrateVersion="3.4.1"', { migrate: true }],
    ['jQuery.migrateVersion="1.4.1"', { migrate: false }],
  ])('%s', (text, expected) => {
    expect(parseThemeScript(text)).toMatchObject(expected);
  });
});

describe('globals that an inline script uses at once', () => {
  it.each([
    ['jQuery(document).ready(function () { WHMCS.ui.x(); });', ['jQuery']],
    ['$("#x").hide();', ['$']],
    ['(function ($) { $("x"); })(jQuery);', ['jQuery']],
    ['(function ($) { $("x"); }(jQuery));', ['jQuery']],
    ['WHMCS.authn.provider.signIn();', ['WHMCS']],
    ['window.onerror = function (e) { WHMCS.authn.provider.displayError(); };', []],
    ['document.addEventListener("DOMContentLoaded", function () { $("x").y(); });', []],
    ['addEventListener("load", () => $("x").y());', []],
    ['addEventListener("load", () => $("x").y()); jQuery("x");', ['jQuery']],
    ['if (typeof jQuery !== "undefined") jQuery("x");', []],
    ['if (window.jQuery) jQuery("x");', []],
    ['try { jQuery("x"); } catch (e) {}', []],
    ['var a = "jQuery(1)"; // $(2)\n/* WHMCS.x */', []],
    ['var $ = null, jQueryLoaded = false, o = { $: 1 }; a.$("x");', []],
    ['var t = `${jQuery("x")}`;', []],
    ['function f($) { return $("x"); }', []],
  ])('%s', (text, names) => {
    expect(usedAtOnce(text)).toEqual(names);
  });
});
