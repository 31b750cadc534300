#!/usr/bin/env node
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {Command} from "commander";
import type {CommanderError} from "commander";
import {models, nounOf} from "../lib/index.js";
import type {AnyModel} from "../lib/index.js";
import {batchCommand} from "./batch.js";
import {explainCommand} from "./explain.js";
import {failureOf, usageFailure} from "./failure.js";
import {addCommon, addFlags, folderOf, once} from "./flags.js";
import {invertCommand} from "./invert.js";
import {listCommand} from "./list.js";
import {packageFolder, readRegistry} from "./registry.js";
import {solveCommand} from "./solve.js";

const program = quiet(new Command("ironlaw"));
program
  .description("Physics of machine-learning systems: solve, explain and invert its models.")
  .version(versionOf(), "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .helpCommand(false);

addCommon(
  subcommand(
    program,
    "list [table]",
    "models and what they answer; or the keys of a table: hardware"
  ).action((table: string | undefined, _, command: Command) => listCommand(command, table))
);
forEachModel("solve", "solve one model", solveCommand);
forEachModel(
  "explain",
  "how a model comes to its numbers, step by step",
  explainCommand,
  (command) =>
    command.option(
      "--cell <name>",
      "one step only: ttft, kv_cache_size, decode.memory_time",
      once("--cell")
    )
);
forEachModel("invert", "the input at which an output has a value", invertCommand, (command) =>
  command
    .option("--find <input>", "the input that is asked for: batch-size", once("--find"))
    .option("--so <cell>", "the quantity that must have the value: itl", once("--so"))
    .option("--equals <value>", 'the value, in SI or with a unit: "20 ms"', once("--equals"))
    .option("--between <bounds...>", "the bounds to search in: 1 512")
);
addCommon(
  subcommand(
    program,
    "batch [file]",
    "JSON lines in (standard input or a file), JSON lines out: {id, solver, inputs, fidelity?}"
  ).action(async (file: string | undefined, _, command: Command) =>
    batchCommand(file, readRegistry(folderOf(command)))
  )
);

/** A command with a subcommand for each model, whose flags come from its definition. */
function forEachModel(
  name: string,
  says: string,
  run: (command: Command, model: AnyModel) => void,
  more: (command: Command) => unknown = () => {}
): void {
  const parent = subcommand(program, name, says).usage("MODEL [flags]");
  for (const model of models) {
    const one = subcommand(parent, nounOf(model.name), model.spec.question ?? model.spec.doc);
    one.alias(model.name).action(() => run(one, model));
    more(one);
    addFlags(one, model);
  }
}

function subcommand(parent: Command, name: string, says: string): Command {
  return quiet(parent.command(name)).description(says).helpCommand(false);
}

/** Leaves what is wrong to `failureOf`: one sentence, one exit status. */
function quiet(command: Command): Command {
  return command
    .configureOutput({writeErr: () => {}})
    .showSuggestionAfterError(false)
    .exitOverride((error: CommanderError) => {
      if (error.exitCode === 0) throw error;
      throw usageFailure(command, error);
    });
}

function versionOf(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf-8");
  return (JSON.parse(text) as {version: string}).version; // npm asks for one
}

// a reader that has seen enough, `ironlaw batch … | head`, is no error
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
try {
  await program.parseAsync();
} catch (error) {
  const isHelp = error instanceof Error && "exitCode" in error && error.exitCode === 0;
  if (!isHelp) {
    const {status, sentence} = failureOf(error);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = status;
  }
}
