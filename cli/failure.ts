import type {Command, CommanderError} from "commander";
import {InputError, nearest} from "../lib/errors.js";
import {TableError} from "../lib/registry/table.js";

/** What the command was asked that it cannot do; one sentence for standard error, exit status 2. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** Exit status and sentence of an error: 2 for what the caller can mend, 1 for what we must. */
export function failureOf(error: unknown): {readonly status: 1 | 2; readonly sentence: string} {
  const sentence = error instanceof Error ? error.message : String(error);
  const isTheirs =
    error instanceof Failure || error instanceof InputError || error instanceof TableError;
  return isTheirs
    ? {status: 2, sentence}
    : {status: 1, sentence: `ironlaw: cannot go on; ${sentence}`};
}

/** What the parser of arguments rejects, in the words of all other errors. */
export function usageFailure(command: Command, error: CommanderError): Failure {
  const path = pathOf(command);
  const [, word = ""] = /'([^']*)'/.exec(error.message) ?? [];
  const commands = command.commands.flatMap((one) => [one.name(), ...one.aliases()]);
  const kind = command.parent ? "model" : "command";
  if (error.code === "commander.unknownOption") {
    const flag = word.replace(/=.*/s, "");
    const close = nearest(
      flag,
      command.options.flatMap(({long}) => long ?? [])
    );
    return new Failure(`${path}: unknown ${flag}; no such flag${nearestHint(close)}`);
  }
  if (error.code === "commander.unknownCommand") {
    return new Failure(
      `${path}: unknown ${kind}; no such ${kind}${nearestHint(nearest(word, commands))}: ${word}`
    );
  }
  if (error.code === "commander.help") {
    const names = command.commands.map((one) => one.name()).filter((name) => name !== "help");
    return new Failure(`${path}: missing ${kind}; must be one of ${names.join(", ")}`);
  }
  if (error.code === "commander.optionMissingArgument") {
    return new Failure(`${path}: missing value; must follow ${word.split(" ")[0]!}`);
  }
  if (error.code === "commander.excessArguments") {
    const known = command.registeredArguments.length;
    const rule = known === 0 ? "takes flags only" : `takes ${known} argument, then flags`;
    return new Failure(
      `${path}: unknown argument; ${rule}: ${command.args.slice(known).join(" ")}`
    );
  }
  return new Failure(`${path}: invalid arguments; ${error.message.replace(/^error: /, "")}`);
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/** `, nearest is ttft`, or nothing where no known name is close. */
export function nearestHint(close: string | undefined): string {
  return close === undefined ? "" : `, nearest is ${close}`;
}
