/** The script for bash 4 and later, with or without the package bash-completion. It starts no program. */
import { formatNames } from '../../report/formats.js';
import type { Ids } from './ids.js';
import type { CommandShape, OptionShape, Shape, Wanted } from './tree.js';

export function bashScript(shape: Shape, ids: Ids): string {
  return `# bash completion of ${shape.name}, made with it.
__whmcs_doctor_explained=${lines(ids.explained.map(({ id }) => id))}
__whmcs_doctor_selected=${lines(ids.selected.map(({ id }) => id))}

# What a command's option, or its value at a position, wants. Nothing: the option takes no value.
__whmcs_doctor_wanted() {
  case $1 in
${wantedCases(shape).join('\n')}
  esac
}

# Takes the beginning of $part away; it stays in front of every answer.
__whmcs_doctor_cut() {
  part=\${part#"$1"}
  fixed+=$1
}

__whmcs_doctor_words() {
  local found word
  mapfile -t found <<< "$(IFS=$'\\n'; compgen -W "$1" -- "$part")"
  for word in "\${found[@]}"; do [[ $word ]] && COMPREPLY+=("$fixed$word"); done
}

# Several, with commas between them: the last one is completed.
__whmcs_doctor_list() {
  [[ $part == *,* ]] && __whmcs_doctor_cut "\${part%,*},"
  __whmcs_doctor_words "$1"
}

# Where bash completes the whole word it quotes names and ends folders with a slash itself.
__whmcs_doctor_files() {
  local found file path=\${part//\\\\/}
  mapfile -t found <<< "$(compgen -f -- "\${path#[\\"\\']}")"
  for file in "\${found[@]}"; do
    [[ $file ]] || continue
    if [[ $fixed == "$kept" ]]; then
      COMPREPLY+=("$fixed$file")
    else
      [[ -d $file ]] && file+=/
      COMPREPLY+=("$fixed$(printf %q "$file")")
    fi
  done
  if [[ $fixed == "$kept" ]]; then
    compopt -o filenames 2> /dev/null
  elif [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then
    compopt -o nospace 2> /dev/null
  fi
}

__whmcs_doctor_value() {
  case $1 in
    ids) __whmcs_doctor_list "$__whmcs_doctor_selected" ;;
    id)
      __whmcs_doctor_words "$__whmcs_doctor_explained"
      [[ \${#COMPREPLY[@]} -gt 0 ]] || __whmcs_doctor_files
      ;;
    formats)
      if [[ $part == *=* ]]; then
        __whmcs_doctor_cut "\${part%%=*}="
        __whmcs_doctor_files
      else
        __whmcs_doctor_words ${lines(formatNames)}
      fi
      ;;
    file) __whmcs_doctor_files ;;
    words:*) __whmcs_doctor_words "\${1#words:}" ;;
  esac
}

_whmcs_doctor() {
  COMPREPLY=()
  local typed=\${COMP_WORDS[COMP_CWORD]} words=() glue= i
  # The words as they were typed: bash cuts them at the characters of COMP_WORDBREAKS, = and : among them.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if [[ $i -gt 0 && \${COMP_WORDS[i]} && ! \${COMP_WORDS[i]} =~ [^=:] ]]; then
      words[\${#words[@]} - 1]+=\${COMP_WORDS[i]}
      glue=1
    elif [[ $glue && ! ($i -eq $COMP_CWORD && -z $typed && \${COMP_LINE:COMP_POINT - 1:1} == ' ') ]]; then
      words[\${#words[@]} - 1]+=\${COMP_WORDS[i]}
      glue=
    else
      words+=("\${COMP_WORDS[i]}")
      glue=
    fi
  done

  # $kept: what bash leaves as it is of the current word, and wants in no answer.
  local cur=\${words[\${#words[@]} - 1]}
  local part=$cur fixed= kept=\${cur%"$typed"}
  [[ $typed && ! $typed =~ [^=:] ]] && kept=$cur

  local command= position=0 rest= wanted= word
  for ((i = 1; i < \${#words[@]} - 1; i++)); do
    word=\${words[i]}
    if [[ $wanted ]]; then
      wanted=
    elif [[ $rest || $word != -?* ]]; then
      if [[ $command ]]; then position=$((position + 1)); else command=$word; fi
    elif [[ $word == -- ]]; then
      rest=1
    elif [[ $word != --*=* ]]; then
      wanted=$(__whmcs_doctor_wanted "$command $word")
    fi
  done

  if [[ $wanted ]]; then
    __whmcs_doctor_value "$wanted"
  elif [[ ! $rest && $cur == --*=* ]]; then
    __whmcs_doctor_cut "\${cur%%=*}="
    __whmcs_doctor_value "$(__whmcs_doctor_wanted "$command \${cur%%=*}")"
  elif [[ ! $rest && $cur == -* ]]; then
    case $command in
${optionCases(shape).join('\n')}
    esac
  elif [[ ! $command ]]; then
    __whmcs_doctor_words ${lines(shape.commands.map(({ name }) => name))}
  else
    __whmcs_doctor_value "$(__whmcs_doctor_wanted "$command:$position")"
  fi

  for i in "\${!COMPREPLY[@]}"; do COMPREPLY[i]=\${COMPREPLY[i]#"$kept"}; done
}

complete -F _whmcs_doctor ${shape.name}
`;
}

function wantedCases(shape: Shape): readonly string[] {
  return [
    ...optionWants('', shape.options),
    ...shape.commands.flatMap((command) => [...optionWants(command.name, command.options), ...valueWants(command)]),
  ];
}

function optionWants(command: string, options: readonly OptionShape[]): readonly string[] {
  return options.flatMap(({ names, wanted }) =>
    wanted === null ? [] : [wantedCase(names.map((name) => quoted(`${command} ${name}`)).join(' | '), wanted)],
  );
}

/** The last value of some commands may be given again. */
function valueWants({ name, values, more }: CommandShape): readonly string[] {
  return values.map((wanted, index) =>
    wantedCase(more && index === values.length - 1 ? `${quoted(`${name}:`)}*` : quoted(`${name}:${index}`), wanted),
  );
}

function wantedCase(pattern: string, wanted: Wanted): string {
  const word = wanted.is === 'words' ? lines([`words:${wanted.words[0] ?? ''}`, ...wanted.words.slice(1)]) : wanted.is;
  return `    ${pattern}) echo ${word} ;;`;
}

function optionCases(shape: Shape): readonly string[] {
  const names = (options: readonly OptionShape[]): string => lines(options.flatMap((option) => option.names));
  return [
    ...shape.commands.map((command) => `      ${command.name}) __whmcs_doctor_words ${names(command.options)} ;;`),
    `      *) __whmcs_doctor_words ${names(shape.options)} ;;`,
  ];
}

function lines(words: readonly string[]): string {
  return `$${quoted(words.join('\n')).replaceAll('\n', '\\n')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
