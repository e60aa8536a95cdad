{* The page that asks for a second factor: of the laboratory, in its own words. *}
<h1>Second factor</h1>
<div class="challenge">{$challenge}</div>
