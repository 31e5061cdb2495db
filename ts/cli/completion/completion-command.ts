import { type Command, HELP_OPTION } from "../command";
import { UsageError } from "../usage-error";
import { SCRIPTS } from "./completion-scripts";

const SHELLS = Object.keys(SCRIPTS);

/** What `auriko completion --help` prints. */
const COMPLETION_HELP = `Usage: auriko completion ${SHELLS.join("|")}

Prints a script that lets a shell complete the commands and options of auriko. For this session:

  bash    source <(auriko completion bash)
  zsh     source <(auriko completion zsh)
  fish    auriko completion fish | source

For every session, put that line into ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish.`;

/** The command that completes `commands`, and itself. */
export function completionCommand(commands: readonly Command[]): Command {
  const command: Command = {
    name: "completion",
    summary: "print a script that lets a shell complete commands and options",
    help: COMPLETION_HELP,
    options: [],
    words: SHELLS,
    run: async (args, io) => {
      const [shell = "", ...others] = args;
      const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
      if (script === undefined || others.length > 0) {
        throw new UsageError(`auriko completion needs one of: ${SHELLS.join(", ")}.`);
      }
      io.print(script([...commands, command].map(withHelp)));
      return 0;
    },
  };
  return command;
}

const withHelp = (command: Command): Command => ({ ...command, options: [...command.options, HELP_OPTION] });
