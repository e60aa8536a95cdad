import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../src/parse/theme-template.js';
import { parseThemeYaml } from '../../src/parse/theme-yaml.js';

describe('includes of a template', () => {
  it.each([
    ['{include file="$template/includes/a.tpl"}', { under: 'theme', file: 'includes/a.tpl' }],
    ['{include file="{$template}/includes/a.tpl" x=1}', { under: 'theme', file: 'includes/a.tpl' }],
    ['{include file="`$template`/includes/a.tpl"}', { under: 'theme', file: 'includes/a.tpl' }],
    ['{include file=$template|cat:"/includes/a.tpl"}', { under: 'theme', file: 'includes/a.tpl' }],
    ['{include "$template/a.tpl"}', { under: 'theme', file: 'a.tpl' }],
    ['{ include x="{$y}" file="$template/a.tpl" }', { under: 'theme', file: 'a.tpl' }],
    ['{extends file="$template/a.tpl"}', { under: 'theme', file: 'a.tpl' }],
    ['{include file="orderforms/$carttpl/b.tpl"}', { under: 'order-form', file: 'b.tpl' }],
    ["{include file='orderforms/standard_cart/b.tpl'}", { under: 'templates', file: 'orderforms/standard_cart/b.tpl' }],
    ['{include file="./c.tpl"}', { under: 'here', file: 'c.tpl' }],
  ])('%s', (text, target) => {
    expect(parseTemplate(text)).toMatchObject({ includes: [target], computed: null });
  });

  it.each([
    '{include file=$page}',
    '{include file="$template/$page.tpl"}',
    "{include file='$template/a.tpl'}",
    '{include file="$template/../../../etc/passwd"}',
    '{include file="/etc/passwd"}',
    '{include file="file:/etc/passwd"}',
    '{include file=getTemplate("a")}',
  ])('%s leads nowhere that is known', (text) => {
    const { includes, computed } = parseTemplate(text);
    expect(includes).toEqual([]);
    expect(computed).not.toBeNull();
  });

  it.each([
    ['customFeedback=true', true],
    ['customFeedback="1"', true],
    ['customFeedback=false', false],
    ["customFeedback=''", false],
    ['', false],
  ])('the provider block with %s', (argument, customFeedback) => {
    const [block] = parseTemplate(`{include file="$template/includes/linkedaccounts.tpl" linkContext="login" ${argument}}`).blocks;
    expect(block).toEqual({ context: 'login', customFeedback, target: { under: 'theme', file: 'includes/linkedaccounts.tpl' } });
  });

  it.each([
    '{* {include file="$template/includes/linkedaccounts.tpl"} *}',
    '<!-- {include file="$template/includes/linkedaccounts.tpl"} -->',
    '{* never closed {include file="$template/includes/linkedaccounts.tpl"}',
  ])('%s is a comment', (text) => {
    expect(parseTemplate(text)).toMatchObject({ blocks: [], includes: [] });
  });
});

describe('marks of a template', () => {
  it.each([
    ['{if $x}{$headoutput nofilter}{/if}', ['head-output']],
    ["<script><!--\nvar csrfToken = 'x';\n//--></script>", ['csrf-token']],
    ['<script>jQuery(".providerLinkingFeedback").hide();</script>', []],
    ['<div class="a providerLinkingFeedback"></div>', ['feedback']],
    ['{foreach $linkableProviders as $p}{$p.login_button}{/foreach}', ['provider-code', 'providers']],
    ['{foreach $linkableProviders as $p}{$p["code"]}{/foreach}', ['provider-code', 'providers']],
    ['{if $linkableProviders}x{/if}', ['providers']],
    ['{$currency.code}', []],
  ])('%s', (text, marks) => {
    expect([...parseTemplate(text).marks].sort()).toEqual(marks);
  });

  it.each([
    ['<p class="providerLinkingMsg-preLink-default">x</p><p class="providerLinkingMsg-preLink-2fa_needed">', ['2fa_needed', 'default']],
    ['<p class="providerLinkingMsg-preLink-{$key}">x</p>', null],
    ['<p class="providerLinkingMsg-preLink-login_to_link-{$key}">x</p>', null],
    ['nothing', []],
  ])('messages of %s', (text, messages) => {
    expect(parseTemplate(text).messages).toEqual(messages);
  });
});

describe('theme.yaml', () => {
  it.each([
    ['name: x\nconfig:\n  parent: six\nprovides:\n  jquery: 1.12.4\n', { parent: 'six', jquery: '1.12.4' }],
    ['provides:\n  jquery: 1.12', { parent: null, jquery: '1.12' }],
    ['config: six', { parent: null, jquery: null }],
    ['config:\n  parent: [six]', { parent: null, jquery: null }],
    ['config:\n  parent: ""', { parent: null, jquery: null }],
    ['\t: {', { parent: null, jquery: null }],
    ['a: &a [x]\nb: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]', { parent: null, jquery: null }],
    ['', { parent: null, jquery: null }],
  ])('%j', async (text, expected) => {
    expect(await parseThemeYaml(text)).toEqual(expected);
  });
});
