/** The script for zsh, as a function of fpath or to be sourced after compinit. */
import { formatNames } from '../../report/formats.js';
import type { Id, Ids } from './ids.js';
import type { CommandShape, OptionShape, Shape, Wanted } from './tree.js';

export function zshScript(shape: Shape, ids: Ids): string {
  return `#compdef ${shape.name}
# zsh completion of ${shape.name}, made with it.

_whmcs-doctor-explained() {
  local -a found=(
${described(ids.explained)}
  )
  _describe -t ids 'check, problem or cause' found || _files
}

# Several, with commas between them.
_whmcs-doctor-selected() {
  local -a found=(
${described(ids.selected)}
  )
  compset -P '*,'
  compset -S ',*'
  _describe -t ids 'check, problem, cause or area' found -S ''
}

# NAME, or NAME=FILE.
_whmcs-doctor-formats() {
  local -a found=(${formatNames.join(' ')})
  if compset -P '*='; then _files; else _describe -t formats format found -S ''; fi
}

_whmcs-doctor() {
  local context state line curcontext=$curcontext
  typeset -A opt_args
  _arguments -C -s -S \\
${specs(shape.options).join('')}    '1:command:->command' \\
    '*::value:->value'
  case $state in
    command)
      local -a found=(
${described(shape.commands.map(({ name, description }) => ({ id: name, title: description })))}
      )
      _describe -t commands command found
      ;;
    value)
      curcontext=\${curcontext%:*:*}:whmcs-doctor-$line[1]:
      case $line[1] in
${shape.commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _whmcs-doctor ]]; then _whmcs-doctor "$@"; else compdef _whmcs-doctor ${shape.name}; fi
`;
}

function commandCase(command: CommandShape): string {
  const values = command.values.map((wanted, index) => {
    const again = command.more && index === command.values.length - 1;
    return `          ${quoted(`${again ? '*' : String(index + 1)}:value:${action(wanted)}`)} \\\n`;
  });
  return `        ${command.name})
          _arguments -s -S \\
${specs(command.options, '      ').join('')}${values.join('')}            && return
          ;;`;
}

/** As _arguments reads them. */
function specs(options: readonly OptionShape[], margin = ''): readonly string[] {
  return options.flatMap(({ names, description, wanted, placeholder, repeatable }) => {
    const explained = `[${escaped(description, /[[\]\\]/g)}]`;
    const value = wanted === null ? '' : `:${escaped(placeholder, /[:\\]/g)}:${action(wanted)}`;
    const not = repeatable ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
    // -fNAME and -f NAME; --format=NAME and --format NAME
    return names.map(
      (name) =>
        `${margin}    ${quoted(`${not}${name}${wanted === null ? '' : name.startsWith('--') ? '=' : '+'}${explained}${value}`)} \\\n`,
    );
  });
}

function action(wanted: Wanted): string {
  switch (wanted.is) {
    case 'ids':
      return '_whmcs-doctor-selected';
    case 'id':
      return '_whmcs-doctor-explained';
    case 'formats':
      return '_whmcs-doctor-formats';
    case 'words':
      return `(${wanted.words.join(' ')})`;
    case 'file':
      return '_files';
    case 'text':
      return ' ';
  }
}

function described(list: readonly Id[]): string {
  return list.map(({ id, title }) => `    ${quoted(`${escaped(id, /[:\\]/g)}:${title}`)}`).join('\n');
}

function escaped(text: string, special: RegExp): string {
  return text.replace(special, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
