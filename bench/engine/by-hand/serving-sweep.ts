import type {ServingJob} from "./serving.js";

type Columns = readonly [ttft: Float64Array, itl: Float64Array, memory: Float64Array];

/** The textbook loop over batch size and context as one would write it: what no axis moves stands before it. */
export function servingSweepTextbook(
  job: ServingJob,
  batches: Float64Array,
  lengths: Float64Array,
  columns: Columns
): void {
  const [ttft, itl, memory] = columns;
  const {model, hardware, element} = job;
  const heads = model.heads ?? job.assumedHeads;
  const even = Math.floor((model.hidden ?? job.assumedHiddenSize) / heads);
  const headSize = model.headSize ?? even;
  const rate = (hardware.peak ?? hardware.peak16) * job.efficiency;
  const linearToken = 2 * model.parameters;
  const attentionToken = 4 * model.layers * (heads * even);
  const perToken = 2 * model.layers * (model.kvHeads ?? heads) * headSize * element;
  const weights = model.parameters * element;
  const overhead = model.layers * job.layerOverhead;
  const {bandwidth, capacity, dispatch} = hardware;
  const {cachedPrefixLen: cachedPrefix} = job;
  let k = 0;
  for (let i = 0; i < batches.length; i++) {
    const batch = batches[i]!;
    for (let j = 0; j < lengths.length; j++) {
      const length = lengths[j]!;
      const fresh = Math.max(1, length - cachedPrefix);
      const cache = perToken * length * batch;
      ttft[k] =
        (linearToken * fresh * batch + attentionToken * fresh * length * batch) / rate + dispatch;
      itl[k] = (weights + cache) / bandwidth + overhead;
      memory[k] = (weights + cache) / capacity;
      k++;
    }
  }
}

/** The refined loop, for a dense model on one device without the optional parts. */
export function servingSweepRefined(
  job: ServingJob,
  batches: Float64Array,
  lengths: Float64Array,
  columns: Columns
): void {
  const [ttft, itl, memory] = columns;
  const {model, hardware, element, pageSize, cachedPrefixLen: cachedPrefix} = job;
  const heads = model.heads ?? job.assumedHeads;
  const headSize = model.headSize ?? Math.floor((model.hidden ?? job.assumedHiddenSize) / heads);
  const rate = (hardware.peak ?? hardware.peak16) * job.efficiency;
  const linearToken = 2 * (model.active ?? model.parameters);
  const attentionToken = 4 * model.layers * (heads * headSize);
  const perToken = 2 * model.layers * (model.kvHeads ?? heads) * headSize * element;
  const weights = model.parameters * element;
  const overhead = hardware.dispatch + model.layers * job.layerOverhead;
  const bandwidth = hardware.bandwidth * job.memoryEfficiency;
  const {capacity} = hardware;
  const [hiddenPrefill, hiddenDecode] = [job.overlap ?? 1, job.overlap ?? 0];
  let k = 0;
  for (let i = 0; i < batches.length; i++) {
    const batch = batches[i]!;
    for (let j = 0; j < lengths.length; j++) {
      const length = lengths[j]!;
      const fresh = Math.max(1, length - cachedPrefix);
      const attended = Math.max(1, length - (fresh - 1) / 2);
      const compute =
        (linearToken * fresh * batch + attentionToken * fresh * attended * batch) / rate;
      const read = (weights + perToken * cachedPrefix * batch) / bandwidth;
      ttft[k] = Math.max(compute, read) + (1 - hiddenPrefill) * Math.min(compute, read) + overhead;
      const cache = perToken * length * batch;
      const decode = (linearToken * batch + attentionToken * Math.max(1, length) * batch) / rate;
      const stream = (weights + cache) / bandwidth;
      itl[k] = Math.max(decode, stream) + (1 - hiddenDecode) * Math.min(decode, stream) + overhead;
      memory[k] = (weights + perToken * Math.ceil(length / pageSize) * pageSize * batch) / capacity;
      k++;
    }
  }
}
