/** The script for fish 3 and later. */
import { formatNames } from '../../report/formats.js';
import type { Id, Ids } from './ids.js';
import type { OptionShape, Shape, Wanted } from './tree.js';

export function fishScript(shape: Shape, ids: Ids): string {
  const all = [shape.options, ...shape.commands.map(({ options }) => options)].flat();
  const taking = [...new Set(all.flatMap(({ names, wanted }) => (wanted === null ? [] : names)))];
  return `# fish completion of ${shape.name}, made with it.

# The words before the cursor that are no options and no values of options: the command and its values.
function __whmcs_doctor_words
    set -l taking ${taking.join(' ')}
    set -l tokens (commandline -opc)
    set -l skip
    for token in $tokens[2..-1]
        if test -n "$skip"
            set skip
        else if contains -- $token $taking
            set skip 1
        else if not string match -q -- '-?*' $token
            echo $token
        end
    end
end

function __whmcs_doctor_in
    set -l words (__whmcs_doctor_words)
    test "$words[1]" = "$argv[1]"
end

# Whether the value at this place, or any behind it, is to be typed.
function __whmcs_doctor_at
    set -l words (__whmcs_doctor_words)
    test "$words[1]" = "$argv[1]"; and test (count $words) $argv[2] $argv[3]
end

# What is being typed, without --option= before it.
function __whmcs_doctor_part
    string replace -r -- '^--[a-z-]+=' '' (commandline -ct)
end

function __whmcs_doctor_explained
    printf '%s\\t%s\\n' ${menu(ids.explained)}
end

# Several, with commas between them.
function __whmcs_doctor_selected
    set -l before (string match -r -- '^.*,' (__whmcs_doctor_part))
    printf "$before%s\\t%s\\n" ${menu(ids.selected)}
end

# NAME, or NAME=FILE.
function __whmcs_doctor_formats
    set -l name (string match -r -- '^[a-z]+=' (__whmcs_doctor_part))
    if test -n "$name"
        set -l path (string replace -- $name '' (__whmcs_doctor_part))
        printf "$name%s\\n" (complete -C "'' $path" | string replace -r '\\t.*' '')
    else
        printf '%s\\n' ${formatNames.join(' ')}
    end
end

complete -c ${shape.name} -f
${shape.options.map((option) => line(shape, "test -z (__whmcs_doctor_words | string collect; or echo '')", option)).join('\n')}
${shape.commands.map(({ name, description }) => `complete -c ${shape.name} -n ${quoted('test (count (__whmcs_doctor_words)) -eq 0')} -a ${name} -d ${quoted(description)}`).join('\n')}
${shape.commands
  .flatMap(({ name, options, values, more }) => [
    ...options.map((option) => line(shape, `__whmcs_doctor_in ${name}`, option)),
    ...values.map((wanted, index) => {
      const place = more && index === values.length - 1 ? '-ge' : '-eq';
      return `complete -c ${shape.name} -n ${quoted(`__whmcs_doctor_at ${name} ${place} ${index + 1}`)}${answers(wanted, false)}`;
    }),
  ])
  .join('\n')}
`;
}

function line({ name }: Shape, when: string, { names, description, wanted }: OptionShape): string {
  const flags = names.map((each) => (each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`)).join(' ');
  return `complete -c ${name} -n ${quoted(when)} ${flags} -d ${quoted(description)}${wanted === null ? '' : answers(wanted, true)}`;
}

/** -x: a value, and no file by itself; -F: files. */
function answers(wanted: Wanted, ofOption: boolean): string {
  const needed = ofOption ? ' -x' : '';
  switch (wanted.is) {
    case 'ids':
      return `${needed} -a '(__whmcs_doctor_selected)'`;
    case 'id':
      return `${needed} -a '(__whmcs_doctor_explained)'`;
    case 'formats':
      return `${needed} -a '(__whmcs_doctor_formats)'`;
    case 'words':
      return `${needed} -a ${quoted(wanted.words.join(' '))}`;
    case 'file':
      return ofOption ? ' -r -F' : ' -F';
    case 'text':
      return needed;
  }
}

function menu(list: readonly Id[]): string {
  return list.map(({ id, title }) => `${id} ${quoted(title)}`).join(' \\\n        ');
}

/** In single quotes fish knows \\' and \\\\. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
