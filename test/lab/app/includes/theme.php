<?php
// A renderer for the laboratory's own small themes: {include}, {if}, {foreach} over the providers, and variables.

function theme_chain(): array
{
    $chain = [setting('Template') === '' ? 'twenty-one' : setting('Template')];
    while (count($chain) < 5) {
        $yaml = (string) @file_get_contents(__DIR__ . '/../templates/' . end($chain) . '/theme.yaml');
        if (preg_match('/^\s+parent:\s*([\w-]+)/m', $yaml, $found) !== 1) {
            break;
        }
        $chain[] = $found[1];
    }
    return $chain;
}

function theme_file(string $name): string
{
    foreach (theme_chain() as $folder) {
        $file = __DIR__ . "/../templates/$folder/$name";
        if (is_file($file)) {
            return $file;
        }
    }
    http_response_code(500);
    exit("<h1>Oops!</h1><p>Unable to load template '$name'</p>");
}

// The folder whose scripts a page loads, as {assetPath} finds it.
function asset_folder(string $name): string
{
    foreach (theme_chain() as $folder) {
        if (is_file(__DIR__ . "/../templates/$folder/$name")) {
            return $folder;
        }
    }
    return theme_chain()[0];
}

function template(string $name, array $values = []): string
{
    $values += ['providers' => sign_in_providers(), 'base' => base_path(), 'token' => csrf_token(), 'scripts' => asset_folder('js/scripts.min.js'), 'headoutput' => setting('LabHeadOutput')];
    return render((string) file_get_contents(theme_file($name)), $values);
}

function render(string $text, array $values): string
{
    $text = preg_replace('/\{\*.*?\*\}/s', '', $text);
    $text = preg_replace_callback('/\{if (!?)\$(\w+)\}(.*?)\{\/if\}/s', function ($found) use ($values) {
        $value = $values[$found[2] === 'linkableProviders' ? 'providers' : $found[2]] ?? '';
        return ($value !== [] && $value !== '') === ($found[1] === '') ? $found[3] : '';
    }, $text);
    $text = preg_replace_callback('/\{foreach \$linkableProviders as \$provider\}(.*?)\{\/foreach\}/s', function ($found) use ($values) {
        return implode('', array_map(fn ($code) => str_replace('{$provider.code}', $code, $found[1]), $values['providers']));
    }, $text);
    $text = preg_replace_callback('/\{include file="\$template\/([\w.\/-]+)"((?:\s+\w+=(?:"[^"]*"|\w+))*)\s*\}/', function ($found) use ($values) {
        preg_match_all('/(\w+)="?(\w+)"?/', $found[2], $given);
        return render((string) file_get_contents(theme_file($found[1])), array_combine($given[1], $given[2]) + $values);
    }, $text);
    return preg_replace_callback('/\{\$(\w+)\}/', fn ($found) => is_string($values[$found[1]] ?? null) ? $values[$found[1]] : '', $text);
}
