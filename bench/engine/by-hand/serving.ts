/*
 * ServingModel as straight lines of JavaScript: plain numbers in, records looked up beforehand, one
 * object out, nothing checked. It is what `solve`, `live` and `sweep` are measured against, and
 * test/bench/by-hand.test.ts holds it equal to `solve` by Object.is.
 */
import type {Device, Network} from "./records.js";

/** Every input of the model, its records looked up. */
export interface ServingJob {
  readonly model: Network;
  readonly hardware: Device;
  readonly decodeHardware: Device | null;
  readonly draftModel: Network | null;
  readonly seqLen: number;
  readonly batchSize: number;
  readonly precision: string;
  /** bytes of an element of the weights, and of the cache where its format is given */
  readonly element: number;
  readonly cacheElement: number | null;
  readonly efficiency: number;
  readonly networkBandwidth: number;
  readonly draftAcceptanceRate: number;
  readonly cachedPrefixLen: number;
  readonly prefillChunkTokens: number | null;
  readonly speculativeLength: number;
  readonly outputTokens: number;
  readonly kvTransferOverlap: number;
  readonly prefixBandwidth: number | null;
  readonly pageSize: number;
  readonly memoryEfficiency: number;
  readonly memoryFraction: number;
  readonly layerOverhead: number;
  readonly overlap: number | null;
  readonly tpSize: number;
  readonly allreduceLatency: number;
  readonly linkEfficiency: number;
  readonly assumedLinkBandwidth: number;
  readonly quantGroupSize: number | null;
  readonly weightOnlyEfficiency: number | null;
  readonly embeddingLookup: boolean;
  readonly assumedHeads: number;
  readonly assumedHiddenSize: number;
}

/** Tokens that a verified draft yields on average. */
const keptOf = (acceptance: number, drafted: number): number =>
  acceptance < 1 ? (1 - acceptance ** (drafted + 1)) / (1 - acceptance) : drafted + 1;

/** The textbook fidelity. */
export function servingTextbook(job: ServingJob) {
  const {model, hardware, seqLen, batchSize, element, draftModel, speculativeLength} = job;
  const {draftAcceptanceRate: acceptance, prefillChunkTokens: chunk} = job;
  const decode = job.decodeHardware ?? hardware;
  const heads = model.heads ?? job.assumedHeads;
  const even = Math.floor((model.hidden ?? job.assumedHiddenSize) / heads);
  const headSize = model.headSize ?? even;
  const width = heads * even;
  const fresh = Math.max(1, seqLen - job.cachedPrefixLen);
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
  const kept = keptOf(acceptance, speculativeLength);
  let itl = verify;
  let draftBytes = 0;
  if (draftModel !== null) {
    const draftHeads = draftModel.heads ?? job.assumedHeads;
    const draftHead =
      draftModel.headSize ?? Math.floor((draftModel.hidden ?? job.assumedHiddenSize) / draftHeads);
    const draftToken =
      draftModel.latent !== null && draftModel.rope !== null
        ? draftModel.layers * (draftModel.latent + draftModel.rope) * element
        : 2 * draftModel.layers * (draftModel.kvHeads ?? draftHeads) * draftHead * element;
    draftBytes = draftModel.parameters * element;
    const draft = (draftBytes + draftToken * seqLen * batchSize) / decode.bandwidth;
    itl = (speculativeLength * draft + verify) / kept;
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
    promptCacheHitRatio: job.cachedPrefixLen / seqLen,
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
  job: ServingJob,
  isPrefill: boolean,
  context: number,
  fresh: number,
  batchSize: number
) {
  const {precision, tpSize, memoryEfficiency, weightOnlyEfficiency, quantGroupSize} = job;
  const {parameters, layers, active, latent, rope, window, experts, activeExperts} = model;
  const element =
    quantGroupSize !== null && precision === "int4"
      ? job.element + 2 / quantGroupSize
      : job.element;
  const isWidened =
    precision === "int4" || ((precision === "fp8" || precision === "int8") && device.peak === null);
  const peak = isWidened
    ? device.peak16
    : (device.peak ?? (precision === "fp32" ? device.peak16 / 2 : device.peak16));
  const heads = model.heads ?? job.assumedHeads;
  const headSize = model.headSize ?? Math.floor((model.hidden ?? job.assumedHiddenSize) / heads);
  const width =
    latent !== null && rope !== null
      ? heads * ((isPrefill ? headSize : latent) + rope / 2)
      : heads * headSize;

  const before = Math.max(0, context - fresh);
  let [attended, held, prefix, growing, sliding] = [
    Math.max(1, context - (fresh - 1) / 2),
    context,
    before,
    1,
    0
  ];
  if (window !== null) {
    sliding = Math.min(1, (model.windowLayers ?? layers) / layers);
    const windowed =
      context <= window
        ? attended
        : context - fresh >= window
          ? window
          : (((before + 1 + window) * (window - before)) / 2 + window * (context - window)) /
            (context - before);
    attended = (1 - sliding) * attended + sliding * windowed;
    held = (1 - sliding) * context + sliding * Math.min(context, window);
    prefix = (1 - sliding) * before + sliding * Math.min(before, window);
    if (context > window) growing = 1 - sliding;
  }
  const attention = 4 * layers * width * fresh * attended * batchSize;
  const matmul = active ?? parameters;
  const tables = model.tied ? 1 : 2;
  const table =
    job.embeddingLookup && model.vocabulary !== null
      ? Math.min(matmul / tables, model.vocabulary * (model.hidden ?? job.assumedHiddenSize))
      : 0;
  const scored = isPrefill ? 1 : fresh;
  const flops = 2 * ((matmul - tables * table) * fresh + table * scored) * batchSize + attention;
  const compute = flops / (tpSize * peak * job.efficiency);

  const stored = parameters * element;
  const streamed = model.tied ? stored : stored - table * element;
  const weights =
    active !== null && experts !== null && activeExperts !== null && activeExperts < experts
      ? Math.max(
          0,
          streamed -
            ((parameters - active) / (1 - activeExperts / experts)) *
              element *
              (1 - activeExperts / experts) ** (fresh * batchSize)
        )
      : streamed;
  const cacheElement = job.cacheElement ?? (quantGroupSize === null ? element : job.element);
  const isLatent = latent !== null && rope !== null;
  const shards = isLatent ? 1 : Math.min(tpSize, model.kvHeads ?? heads);
  const perToken = isLatent
    ? layers * (latent + rope) * cacheElement
    : 2 * layers * (model.kvHeads ?? heads) * headSize * cacheElement;
  const cache = perToken * held * batchSize;
  const read = isPrefill ? perToken * prefix * batchSize : cache;
  const traffic = weights / tpSize + read / shards;
  const slowness =
    weightOnlyEfficiency !== null && isWidened ? memoryEfficiency / weightOnlyEfficiency : 1;
  const memory =
    (weightOnlyEfficiency === null ? traffic : (weights * slowness) / tpSize + read / shards) /
    (device.bandwidth * memoryEfficiency);

  const hidden = job.overlap ?? (isPrefill ? 1 : 0);
  const overhead = device.dispatch + layers * job.layerOverhead;
  const link =
    tpSize > 1
      ? 2 *
        layers *
        (job.allreduceLatency +
          (((2 * (tpSize - 1)) / tpSize) *
            fresh *
            batchSize *
            (model.hidden ?? job.assumedHiddenSize) *
            2) /
            ((device.deviceLink ?? device.hostLink ?? job.assumedLinkBandwidth) *
              job.linkEfficiency))
      : 0;
  const time =
    Math.max(compute, memory) + (1 - hidden) * Math.min(compute, memory) + overhead + link;
  return {
    flops,
    attention,
    attended,
    growing,
    sliding,
    peak,
    compute,
    memory,
    weights,
    slowness,
    perToken,
    shards,
    cache,
    held,
    traffic,
    hidden,
    overhead,
    link,
    time,
    stored
  };
}

/** The longer of two times of each step, summed; both grow from step to step by as much. */
function sumOfLonger(
  compute: number,
  computeGrowth: number,
  memory: number,
  memoryGrowth: number,
  count: number
): number {
  if (!(count >= 1)) return memory;
  const growth = computeGrowth - memoryGrowth;
  const first = (compute - memory) / count - (growth * (count - 1)) / 2;
  if (growth === 0) return first > 0 ? memory + first * count : memory;
  const crossing = -first / growth;
  const from = growth > 0 ? Math.min(count, Math.max(0, Math.floor(crossing) + 1)) : 0;
  const until = growth > 0 ? count : Math.min(count, Math.max(0, Math.ceil(crossing)));
  return memory + (until - from) * (first + (growth * (from + until - 1)) / 2);
}

function bestDraft(acceptance: number, cost: number): number {
  let [best, most] = [1, -Infinity];
  for (let drafted = 1; drafted <= 16; drafted++) {
    const speedup = keptOf(acceptance, drafted) / (drafted * cost + 1);
    if (speedup > most) [best, most] = [drafted, speedup];
  }
  return best;
}

/** The refined fidelity. */
export function servingRefined(job: ServingJob) {
  const {model, hardware, decodeHardware, draftModel, seqLen, batchSize, outputTokens} = job;
  const {prefillChunkTokens: chunk, cachedPrefixLen: cached, memoryFraction, tpSize} = job;
  const {draftAcceptanceRate: acceptance, speculativeLength: drafted} = job;
  const device = decodeHardware ?? hardware;
  const prompt = seqLen - outputTokens;
  const fresh = Math.max(1, prompt - cached);
  const prefill = pass(model, hardware, job, true, prompt, fresh, batchSize);
  const alone = pass(model, hardware, job, true, prompt, fresh, 1);
  let [steps, stepTime, stallTime]: [number, number | null, number | null] = [1, null, null];
  let [prefillMemory, prefillTime, aloneTime] = [prefill.memory, prefill.time, alone.time];
  if (chunk !== null) {
    const size = Math.min(chunk, fresh);
    steps = Math.ceil(fresh / chunk);
    const earlier = steps - 1;
    const rest = fresh - earlier * size;
    const step = pass(model, hardware, job, true, prompt, size, batchSize);
    const stall = pass(model, hardware, job, true, prompt, size, 1);
    const last = pass(model, hardware, job, true, prompt, rest, batchSize);
    const lastAlone = pass(model, hardware, job, true, prompt, rest, 1);
    const sum = steps * cached + (size * steps * (steps - 1)) / 2;
    const again =
      model.window === null
        ? sum
        : (1 - prefill.sliding) * sum + prefill.sliding * Math.min(sum, steps * model.window);
    const bandwidth = hardware.bandwidth * job.memoryEfficiency;
    const compute = prefill.compute - last.compute;
    const computeGrowth =
      ((step.attention * size) / step.attended / (tpSize * step.peak * job.efficiency)) *
      step.growing;
    const memoryGrowth =
      ((step.perToken * size * batchSize) / step.shards / bandwidth) * step.growing;

    prefillMemory =
      (((earlier * step.weights + last.weights) * prefill.slowness) / tpSize +
        (prefill.perToken * again * batchSize) / prefill.shards) /
      bandwidth;
    const memory = prefillMemory - last.memory;
    const longer = sumOfLonger(compute, computeGrowth, memory, memoryGrowth, earlier);
    prefillTime =
      longer +
      (1 - prefill.hidden) * (compute + memory - longer) +
      earlier * (prefill.overhead + step.link) +
      last.time;

    const memoryAlone =
      (((earlier * stall.weights + lastAlone.weights) * prefill.slowness) / tpSize +
        (prefill.perToken * again) / prefill.shards) /
        bandwidth -
      lastAlone.memory;
    const longerAlone = sumOfLonger(
      compute / batchSize,
      computeGrowth / batchSize,
      memoryAlone,
      memoryGrowth / batchSize,
      earlier
    );
    aloneTime =
      longerAlone +
      (1 - alone.hidden) * (compute / batchSize + memoryAlone - longerAlone) +
      earlier * (alone.overhead + stall.link) +
      lastAlone.time;
    [stepTime, stallTime] = [step.time, stall.time];
  }
  const {networkBandwidth, kvTransferOverlap, prefixBandwidth} = job;
  const transfer =
    decodeHardware === null
      ? 0
      : ((1 - kvTransferOverlap) * prefill.cache) / networkBandwidth +
        kvTransferOverlap *
          Math.max(
            prefill.cache / (model.layers * networkBandwidth),
            prefill.cache / networkBandwidth - prefillTime
          );
  const load =
    prefixBandwidth === null ? 0 : (prefill.perToken * cached * batchSize) / prefixBandwidth;

  const mean = prompt + outputTokens / 2;
  const decode = pass(model, device, job, false, mean, 1, batchSize);
  const end = pass(model, device, job, false, seqLen, 1, batchSize);
  let itl = decode.time;
  let draftBytes = 0;
  let [kept, best]: [number | null, number | null] = [null, null];
  if (draftModel !== null) {
    const draft = pass(draftModel, device, job, false, mean, 1, batchSize);
    const verify = pass(model, device, job, false, mean, drafted + 1, batchSize);
    kept = keptOf(acceptance, drafted);
    itl = (drafted * draft.time + verify.time) / kept;
    draftBytes = draft.stored / tpSize + (draft.cache * (seqLen / mean)) / draft.shards;
    best = bestDraft(acceptance, draft.time / decode.time);
  }

  const reserved = decode.perToken * Math.ceil(end.held / job.pageSize) * job.pageSize * batchSize;
  const total = decode.stored / tpSize + reserved / decode.shards + draftBytes;
  const available = memoryFraction * device.capacity;
  const prefillNeeds = decode.stored / tpSize + reserved / prefill.shards;
  const prefillHas = memoryFraction * hardware.capacity;
  const feasible = total <= available && (decodeHardware === null || prefillNeeds <= prefillHas);
  return {
    feasible,
    ttft: prefillTime + transfer + load,
    itl,
    kvCacheSize: end.cache,
    modelWeightsSize: decode.stored,
    totalMemoryRequired: total,
    memoryUtilization: total / device.capacity,
    promptCacheHitRatio: cached / seqLen,
    prefillChunks: steps,
    prefillChunkTime: stepTime,
    decodeStallBound: stallTime,
    memoryShortfall: feasible
      ? null
      : Math.max(total - available, decodeHardware === null ? 0 : prefillNeeds - prefillHas),
    memoryAvailable: available,
    tokensPerSecond: batchSize / itl,
    ttftSingle: aloneTime + transfer / batchSize + load / batchSize,
    kvTransferTime: transfer,
    expectedTokens: kept,
    optimalSpeculativeLength: best,
    prefillBound: prefillMemory > prefill.compute ? "Memory" : "Compute",
    decodeBound: decode.memory > decode.compute ? "Memory" : "Compute",
    mfuPrefill: prefill.flops / (tpSize * prefill.peak * prefillTime),
    mbuDecode: decode.traffic / (device.bandwidth * decode.time),
    worstItl: draftModel === null ? end.time : null,
    prefillDecodeRatio: outputTokens > 0 ? prefillTime / (outputTokens * itl) : null,
    prefixLoadTime: load
  };
}
