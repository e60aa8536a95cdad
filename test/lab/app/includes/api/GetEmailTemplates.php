<?php
return function (): array {
    $rows = query("SELECT id, name, subject, custom FROM tblemailtemplates WHERE language = '' OR language IS NULL ORDER BY id");
    return ['result' => 'success', 'totalresults' => count($rows), 'emailtemplates' => ['emailtemplate' => $rows]];
};
