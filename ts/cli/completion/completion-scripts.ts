import type { Command } from "../command";

/** A script for each shell. Summaries hold no quotes; a test sees to that. */
export const SCRIPTS: Readonly<Record<string, (commands: readonly Command[]) => string>> = {
  bash,
  zsh,
  fish,
};

const wordsOf = ({ words = [], options }: Command): string[] => [
  ...words,
  ...options.map((name) => `--${name}`),
];

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => `    ${command.name}) words="${wordsOf(command).join(" ")}" ;;`);
  return `# Completion of auriko for bash.
_auriko() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(" ")} --help --version"
  else case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _auriko auriko`;
}

function zsh(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }) => `    '${name}:${summary}'`);
  const cases = commands.map((command) => `    ${command.name}) compadd -- ${wordsOf(command).join(" ")} ;;`);
  return `#compdef auriko
# Completion of auriko for zsh.
_auriko() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  case $words[2] in
${cases.join("\n")}
  esac
  [[ $PREFIX == -* ]] || _files
}
if (( $+functions[compdef] )); then compdef _auriko auriko; fi`;
}

function fish(commands: readonly Command[]): string {
  const lines = commands.flatMap(({ name, summary, words = [], options }) => [
    `complete -c auriko -n __fish_use_subcommand -f -a ${name} -d '${summary}'`,
    ...words.map((word) => `complete -c auriko -n '__fish_seen_subcommand_from ${name}' -f -a ${word}`),
    ...options.map((option) => `complete -c auriko -n '__fish_seen_subcommand_from ${name}' -l ${option}`),
  ]);
  return `# Completion of auriko for fish.\n${lines.join("\n")}`;
}
