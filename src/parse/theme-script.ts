/**
 * What a script of a theme is: the modules of WHMCS in it and the jQuery that it carries. Minifying keeps names of properties and texts, so
 * both forms of scripts.js show the same.
 */
import type { ScriptFeatures } from '../model.js';

const mostVersions = 20;

export function parseThemeScript(text: string): ScriptFeatures {
  const found = jqueryIn(text);
  const authn =
    /\bloadModule\(\s{0,9}['"]authn['"]/.test(text) || /\bauthn\s{0,9}[:=]/.test(text) || text.includes('providerLinkingFeedback');
  return {
    authn,
    sdkErrorHandler: text.includes('registerSdkErrorHandler'),
    usesAjaxError: authn ? usesAjaxError(text) : null,
    jquery: found.map(({ version }) => version),
    slim: found.at(-1)?.slim === true,
    migrate: /\bmigrateVersion\s{0,9}=\s{0,9}["'][3-9]\./.test(text),
  };
}

/** signIn() in the official themes of 7.3 to 9.0 is jQuery.ajax(…).done(…).error(…): some 600 characters, or 300 minified. */
function usesAjaxError(text: string): boolean | null {
  const start = /\bsignIn\s{0,9}[=:]\s{0,9}(?=function|\(|[\w$]{1,20}\s{0,3}=>)/.exec(text)?.index;
  if (start === undefined) return null;
  return /\)\s{0,60}\.error\s{0,9}\(/.test(text.slice(start, start + 1500));
}

interface Version {
  readonly version: string;
  readonly slim: boolean;
}

/**
 * jQuery's own banners, and its constructor for builds whose banner was taken out: the version stands before `X=function(a,b){return new
 * X.fn.init(`. A comment that merely names a version ("requires jQuery v1.9.1") is none of them.
 */
const versions =
  /jQuery JavaScript Library v(\d{1,3}\.\d{1,3}\.\d{1,3})([^\n]{0,120})|\/\*!? jQuery v(\d{1,3}\.\d{1,3}\.\d{1,3})([^|\n]{0,200})\| \(c\)|"(\d{1,3}\.\d{1,3}\.\d{1,3})([^"\n]{0,200})",(?:[\w$]{1,6}=\/HTML\$\/i,)?([\w$]{1,6})=function\(\w{1,3},\w{1,3}\)\{return new \7\.fn\.init\(/g;

function jqueryIn(text: string): readonly Version[] {
  const found: Version[] = [];
  for (const match of text.matchAll(versions)) {
    const version = match[1] ?? match[3] ?? match[5] ?? '';
    const slim = /-ajax\b/.test(match[2] ?? match[4] ?? match[6] ?? '');
    // A banner and its constructor are one jQuery.
    if (found.at(-1)?.version !== version) found.push({ version, slim });
    if (found.length >= mostVersions) break;
  }
  return found;
}
