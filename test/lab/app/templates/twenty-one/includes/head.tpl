<link href="{$base}/assets/css/fontawesome-all.min.css" rel="stylesheet">
<link href="{$base}/templates/twenty-one/css/all.min.css?v=3f9a1c" rel="stylesheet">
<script>
    var csrfToken = '{$token}',
        markdownGuide = 'Markdown Guide',
        whmcsBaseUrl = "{$base}";
</script>
<script src="{$base}/templates/{$scripts}/js/scripts.min.js?v=3f9a1c"></script>
