import {snakeCase} from "../registry/schema.js";

export {snakeCase};

/** `seq_len` and `seq-len` as `seqLen`; a name in camelCase stays. Dots part names: `decode.memory_time`. */
export function camelCase(name: string): string {
  return name.replace(/[_-]([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `seqLen` and `seq_len` as `seq-len`, the form of flags. */
export function kebabCase(name: string): string {
  return snakeCase(name).replace(/_/g, "-");
}

/** `TailLatencyModel` as `tail-latency`, `MoERoutingModel` as `moe-routing`: a word is a capital and small letters. */
export function nounOf(className: string): string {
  return className
    .replace(/Model$/, "")
    .replace(/(?<=.)([A-Z][a-z])/g, "-$1")
    .toLowerCase();
}
