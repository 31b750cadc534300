/*
 * ServingModel as straight lines of JavaScript: plain numbers in, records looked up beforehand, one
 * object out, nothing checked. It is what `solve`, `live` and `sweep` are measured against, and
 * test/bench/by-hand.test.ts holds it equal to `solve` by Object.is.
 */

/** An accelerator; `peak` is its rate in the number format, null where it states none. */
export interface Device {
  readonly peak16: number;
  readonly peak: number | null;
  readonly bandwidth: number;
  readonly capacity: number;
  readonly dispatch: number;
}
/** A transformer; null where a field is not stated. */
export interface Network {
  readonly parameters: number;
  readonly active: number | null;
  readonly layers: number;
  readonly hidden: number | null;
  readonly heads: number | null;
  readonly kvHeads: number | null;
  readonly headSize: number | null;
  readonly latent: number | null;
  readonly rope: number | null;
  readonly experts: number | null;
  readonly activeExperts: number | null;
}
export interface Job {
  readonly model: Network;
  readonly hardware: Device;
  readonly seqLen: number;
  readonly batchSize: number;
  readonly precision: string;
  /** bytes of an element */
  readonly element: number;
  readonly efficiency: number;
  readonly decodeHardware: Device | null;
  readonly networkBandwidth: number;
  readonly draftModel: Network | null;
  readonly acceptance: number;
  readonly cachedPrefix: number;
  readonly chunk: number | null;
  readonly drafted: number;
  readonly memoryEfficiency: number;
  readonly memoryFraction: number;
  readonly layerOverhead: number;
  readonly overlap: number | null;
  readonly pageSize: number;
}

/** The textbook fidelity. */
export function servingTextbook(job: Job) {
  const {model, hardware, seqLen, batchSize, element, draftModel, drafted, acceptance, chunk} = job;
  const decode = job.decodeHardware ?? hardware;
  const heads = model.heads ?? 32;
  const even = Math.floor((model.hidden ?? 4096) / heads);
  const headSize = model.headSize ?? even;
  const width = heads * even;
  const fresh = Math.max(1, seqLen - job.cachedPrefix);
  const step = Math.min(chunk ?? fresh, fresh);
  const steps = chunk === null ? 1 : Math.ceil(fresh / chunk);
  const rate = (hardware.peak ?? hardware.peak16) * job.efficiency;
  const linear = 2 * model.parameters * fresh * batchSize;
  const attention = 4 * model.layers * width * fresh * seqLen * batchSize;
  const prefillTime = (linear + attention) / rate + steps * hardware.dispatch;
  const chunkTime =
    chunk === null
      ? null
      : (2 * model.parameters * step * batchSize +
          4 * model.layers * width * step * seqLen * batchSize) /
          rate +
        hardware.dispatch;
  const single = (2 * model.parameters * fresh + 4 * model.layers * width * fresh * seqLen) / rate;
  const perToken =
    model.latent !== null && model.rope !== null
      ? model.layers * (model.latent + model.rope) * element
      : 2 * model.layers * (model.kvHeads ?? heads) * headSize * element;
  const cache = perToken * seqLen * batchSize;
  const transfer = job.decodeHardware === null ? 0 : cache / job.networkBandwidth;
  const weights = model.parameters * element;
  const verify = (weights + cache) / decode.bandwidth + model.layers * job.layerOverhead;
  const kept = acceptance < 1 ? (1 - acceptance ** (drafted + 1)) / (1 - acceptance) : drafted + 1;
  let itl = verify;
  let draftBytes = 0;
  if (draftModel !== null) {
    const draftHeads = draftModel.heads ?? 32;
    const draftHead = draftModel.headSize ?? Math.floor((draftModel.hidden ?? 4096) / draftHeads);
    const draftToken =
      draftModel.latent !== null && draftModel.rope !== null
        ? draftModel.layers * (draftModel.latent + draftModel.rope) * element
        : 2 * draftModel.layers * (draftModel.kvHeads ?? draftHeads) * draftHead * element;
    draftBytes = draftModel.parameters * element;
    const draft = (draftBytes + draftToken * seqLen * batchSize) / decode.bandwidth;
    itl = (drafted * draft + verify) / kept;
  }
  const total = weights + cache + draftBytes;
  const available = decode.capacity;
  const feasible = total <= available;
  return {
    feasible,
    ttft: prefillTime + transfer,
    itl,
    kvCacheSize: cache,
    modelWeightsSize: weights,
    totalMemoryRequired: total,
    memoryUtilization: total / decode.capacity,
    promptCacheHitRatio: job.cachedPrefix / seqLen,
    prefillChunks: steps,
    prefillChunkTime: chunkTime,
    decodeStallBound: chunkTime,
    memoryShortfall: feasible ? null : total - available,
    memoryAvailable: available,
    tokensPerSecond: batchSize / itl,
    ttftSingle: single + steps * hardware.dispatch + transfer / batchSize,
    kvTransferTime: transfer,
    expectedTokens: draftModel === null ? null : kept
  };
}

/** One refined pass: its times, what it reads, what it stores. */
function pass(
  model: Network,
  device: Device,
  job: Job,
  isPrefill: boolean,
  fresh: number,
  batchSize: number
) {
  const {seqLen, element} = job;
  const peak =
    job.precision === "int4"
      ? device.peak16
      : (device.peak ?? (job.precision === "fp32" ? device.peak16 / 2 : device.peak16));
  const heads = model.heads ?? 32;
  const headSize = model.headSize ?? Math.floor((model.hidden ?? 4096) / heads);
  const width =
    model.latent !== null && model.rope !== null
      ? heads * ((isPrefill ? headSize : model.latent) + model.rope / 2)
      : heads * headSize;
  const attention =
    4 * model.layers * width * fresh * Math.max(1, seqLen - (fresh - 1) / 2) * batchSize;
  const flops = 2 * (model.active ?? model.parameters) * fresh * batchSize + attention;
  const compute = flops / (peak * job.efficiency);
  const stored = model.parameters * element;
  const {experts, activeExperts, active} = model;
  const weights =
    active !== null && experts !== null && activeExperts !== null && activeExperts < experts
      ? stored -
        ((model.parameters - active) / (1 - activeExperts / experts)) *
          element *
          (1 - activeExperts / experts) ** (fresh * batchSize)
      : stored;
  const perToken =
    model.latent !== null && model.rope !== null
      ? model.layers * (model.latent + model.rope) * element
      : 2 * model.layers * (model.kvHeads ?? heads) * headSize * element;
  const cache = perToken * seqLen * batchSize;
  const read = isPrefill ? perToken * Math.max(0, seqLen - fresh) * batchSize : cache;
  const traffic = weights + read;
  const memory = traffic / (device.bandwidth * job.memoryEfficiency);
  const hidden = job.overlap ?? (isPrefill ? 1 : 0);
  const overhead = device.dispatch + model.layers * job.layerOverhead;
  const time = Math.max(compute, memory) + (1 - hidden) * Math.min(compute, memory) + overhead;
  return {
    flops,
    attention,
    peak,
    compute,
    memory,
    weights,
    perToken,
    cache,
    traffic,
    hidden,
    overhead,
    time,
    stored
  };
}

function roofline(compute: number, memory: number, hidden: number): number {
  return Math.max(compute, memory) + (1 - hidden) * Math.min(compute, memory);
}

/** Steps whose compute and memory time grow by as much from one to the next, told as sums. */
function stepwise(
  [compute, memory]: readonly [number, number],
  [computeGrowth, memoryGrowth]: readonly [number, number],
  count: number,
  {hidden, overhead}: {readonly hidden: number; readonly overhead: number}
): number {
  let longer = memory;
  if (count >= 1) {
    const growth = computeGrowth - memoryGrowth;
    const first = (compute - memory) / count - (growth * (count - 1)) / 2;
    if (growth === 0) longer += first > 0 ? first * count : 0;
    else {
      const crossing = -first / growth;
      const from = growth > 0 ? Math.min(count, Math.max(0, Math.floor(crossing) + 1)) : 0;
      const until = growth > 0 ? count : Math.min(count, Math.max(0, Math.ceil(crossing)));
      longer += (until - from) * (first + (growth * (from + until - 1)) / 2);
    }
  }
  return longer + (1 - hidden) * (compute + memory - longer) + count * overhead;
}

function bestDraft(acceptance: number, cost: number): number {
  let [best, most] = [1, -Infinity];
  for (let drafted = 1; drafted <= 16; drafted++) {
    const kept =
      acceptance < 1 ? (1 - acceptance ** (drafted + 1)) / (1 - acceptance) : drafted + 1;
    const speedup = kept / (drafted * cost + 1);
    if (speedup > most) [best, most] = [drafted, speedup];
  }
  return best;
}

/** The refined fidelity. */
export function servingRefined(job: Job) {
  const {model, hardware, seqLen, batchSize, draftModel, drafted, acceptance, chunk} = job;
  const device = job.decodeHardware ?? hardware;
  const fresh = Math.max(1, seqLen - job.cachedPrefix);
  const size = Math.min(chunk ?? fresh, fresh);
  const steps = chunk === null ? 1 : Math.ceil(fresh / chunk);
  const prefill = pass(model, hardware, job, true, fresh, batchSize);
  const step = pass(model, hardware, job, true, size, batchSize);
  const single = pass(model, hardware, job, true, fresh, 1);
  const stall = pass(model, hardware, job, true, size, 1);
  const decode = pass(model, device, job, false, 1, batchSize);
  const again = steps * job.cachedPrefix + (size * steps * (steps - 1)) / 2;
  const bandwidth = hardware.bandwidth * job.memoryEfficiency;
  const rest = pass(model, hardware, job, true, fresh - (steps - 1) * size, batchSize);
  const restAlone = pass(model, hardware, job, true, fresh - (steps - 1) * size, 1);
  const memory =
    chunk === null
      ? prefill.memory
      : ((steps - 1) * step.weights + rest.weights + prefill.perToken * again * batchSize) /
        bandwidth;
  const compute = prefill.compute - rest.compute;
  const computeGrowth =
    (step.attention * size) / Math.max(1, seqLen - (size - 1) / 2) / (step.peak * job.efficiency);
  const memoryGrowth = (step.perToken * size * batchSize) / bandwidth;
  const prefillTime =
    chunk === null
      ? roofline(prefill.compute, memory, prefill.hidden) + prefill.overhead
      : stepwise(
          [compute, memory - rest.memory],
          [computeGrowth, memoryGrowth],
          steps - 1,
          prefill
        ) + rest.time;
  const transfer = job.decodeHardware === null ? 0 : decode.cache / job.networkBandwidth;
  const singleMemory =
    chunk === null
      ? single.memory
      : ((steps - 1) * stall.weights + restAlone.weights + prefill.perToken * again) / bandwidth;
  const alone =
    chunk === null
      ? roofline(single.compute, singleMemory, single.hidden) + single.overhead
      : stepwise(
          [compute / batchSize, singleMemory - restAlone.memory],
          [computeGrowth / batchSize, memoryGrowth / batchSize],
          steps - 1,
          single
        ) + restAlone.time;
  const kept = acceptance < 1 ? (1 - acceptance ** (drafted + 1)) / (1 - acceptance) : drafted + 1;
  let itl = decode.time;
  let draftBytes = 0;
  let best: number | null = null;
  if (draftModel !== null) {
    const draft = pass(draftModel, device, job, false, 1, batchSize);
    const verify = pass(model, device, job, false, drafted + 1, batchSize);
    itl = (drafted * draft.time + verify.time) / kept;
    draftBytes = draft.stored + draft.cache;
    best = bestDraft(acceptance, draft.time / decode.time);
  }
  const reserved = decode.perToken * Math.ceil(seqLen / job.pageSize) * job.pageSize * batchSize;
  const total = decode.stored + reserved + draftBytes;
  const available = job.memoryFraction * device.capacity;
  const prefillNeeds = decode.stored + reserved;
  const prefillHas = job.memoryFraction * hardware.capacity;
  const fitsPrefill = job.decodeHardware === null || prefillNeeds <= prefillHas;
  const feasible = total <= available && fitsPrefill;
  return {
    feasible,
    ttft: prefillTime + transfer,
    itl,
    kvCacheSize: decode.cache,
    modelWeightsSize: decode.stored,
    totalMemoryRequired: total,
    memoryUtilization: total / device.capacity,
    promptCacheHitRatio: job.cachedPrefix / seqLen,
    prefillChunks: steps,
    prefillChunkTime: chunk === null ? null : step.time,
    decodeStallBound: chunk === null ? null : stall.time,
    memoryShortfall: feasible
      ? null
      : Math.max(total - available, job.decodeHardware === null ? 0 : prefillNeeds - prefillHas),
    memoryAvailable: available,
    tokensPerSecond: batchSize / itl,
    ttftSingle: alone + transfer / batchSize,
    kvTransferTime: transfer,
    expectedTokens: draftModel === null ? null : kept,
    optimalSpeculativeLength: best,
    prefillBound: memory > prefill.compute ? "Memory" : "Compute",
    decodeBound: decode.memory > decode.compute ? "Memory" : "Compute",
    mfuPrefill: prefill.flops / (prefill.peak * prefillTime),
    mbuDecode: decode.traffic / (device.bandwidth * decode.time)
  };
}
