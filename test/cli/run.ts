import {spawn} from "node:child_process";

/** What a command printed, and its exit status. */
export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as its users do, on the text of `input`. */
export function ironlaw(args: readonly string[], input = ""): Promise<Run> {
  return run(process.execPath, ["--import", "tsx", "cli/ironlaw.ts", ...args], input);
}

export function run(command: string, args: readonly string[], input = ""): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.stdin.on("error", () => {}); // a command that fails early does not read
    child.stdin.end(input);
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({
        status,
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString()
      })
    );
  });
}

/** Flags of a scenario that every model of the serving tests shares. */
export const serving = [
  "serving",
  "--model",
  "Llama3_8B",
  "--hardware",
  "H100",
  "--seq-len",
  "2048"
];
