import {alone, compiledOr, reserved} from "./machine.js";

const memories = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

/** Columns of numbers side by side in one memory, which a kernel can write without a copy. */
export function columnsOf(count: number, length: number): readonly Float64Array[] {
  const bytes = 8 * length;
  const memory = compiledOr(
    () => alone(reserved + count * bytes).memory,
    () => undefined
  );
  const buffer = memory?.buffer ?? new ArrayBuffer(reserved + count * bytes);
  if (memory) memories.set(buffer, memory);
  return Array.from(
    {length: count},
    (_, k) => new Float64Array(buffer, reserved + k * bytes, length)
  );
}

/** The memory that all of some columns stand in; undefined for any others. */
export function memoryOf(columns: readonly Float64Array[]): WebAssembly.Memory | undefined {
  const buffer = columns[0]?.buffer;
  if (!buffer || columns.some((column) => column.buffer !== buffer)) return undefined;
  return memories.get(buffer);
}
