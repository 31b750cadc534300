/* TrainingMemoryModel as straight lines of JavaScript; test/bench/by-hand.test.ts holds it equal to `solve`. */
import type {Device, Network} from "./records.js";

/** Every input of the model, its records and tables looked up. */
export interface TrainingMemoryJob {
  readonly model: Network;
  readonly hardware: Device;
  readonly batchSize: number;
  readonly seqLen: number;
  readonly precision: string;
  /** bytes of an element */
  readonly element: number;
  readonly optimizer: string;
  /** bytes of the 32-bit copy and of the moments of a weight */
  readonly master: number;
  readonly moments: number;
  readonly activationCheckpointing: string;
  readonly tpSize: number;
  readonly ppSize: number;
  readonly dpSize: number;
  readonly epSize: number;
  readonly zeroStage: number;
  readonly gradientAccumulationSteps: number;
  readonly trainableFraction: number;
  readonly communicationBufferFraction: number;
  readonly sequenceParallel: boolean;
  readonly microbatchCount: number | null;
  readonly vStages: number;
  readonly gradientDtype: string;
  readonly attention: string;
  readonly mlpWidth: number | null;
  readonly sgdMomentum: boolean;
  readonly assumedHiddenSize: number;
}

/** The textbook fidelity. */
export function trainingMemoryTextbook(job: TrainingMemoryJob) {
  const {model, hardware, seqLen, element, tpSize, ppSize, dpSize, epSize, zeroStage} = job;
  const {activationCheckpointing, trainableFraction} = job;
  const onRank = model.parameters / (tpSize * ppSize * epSize);
  const onShard = onRank / dpSize;
  const weights = element * (zeroStage >= 3 ? onShard : onRank);
  const gradients = element * trainableFraction * (zeroStage >= 2 ? onShard : onRank);
  const optimizerState =
    (job.master + job.moments) * trainableFraction * (zeroStage >= 1 ? onShard : onRank);
  const hidden = model.hidden ?? job.assumedHiddenSize;
  const microbatch = Math.ceil(job.batchSize / (dpSize * job.gradientAccumulationSteps));
  const shared = job.sequenceParallel ? tpSize : 1;
  const width = (seqLen * microbatch * hidden * element) / 2;
  const scores =
    model.heads === null
      ? 0
      : (5 * model.heads * (seqLen * seqLen) * microbatch * element) / 2 / shared;
  const kept =
    activationCheckpointing === "full"
      ? (2 * width) / shared
      : (34 * width) / shared + (activationCheckpointing === "none" ? scores : 0);
  const activations = Math.ceil(model.layers / ppSize) * kept;
  const buffers = job.communicationBufferFraction * gradients + (ppSize > 1 ? 4 * width : 0);
  const total = weights + gradients + optimizerState + activations + buffers;
  const available = hardware.capacity;
  const feasible = total <= available;
  return {
    feasible,
    totalMemory: total,
    availableMemory: available,
    weights,
    gradients,
    optimizerState,
    activations,
    communicationBuffers: buffers,
    memoryUtilization: total / available,
    memoryShortfall: feasible ? null : total - available,
    paramsPerRank: onRank,
    microbatch,
    precisionUsed: job.precision,
    optimizerUsed: job.optimizer,
    checkpointingUsed: activationCheckpointing,
    dp: dpSize,
    tp: tpSize,
    pp: ppSize,
    ep: epSize
  };
}

/** Parameters of all experts, from what total and active parameters differ by. */
function expertParameters({parameters, active, experts, activeExperts}: Network): number {
  const used = activeExperts ?? 1;
  return experts !== null && active !== null && used < experts
    ? Math.min(parameters, (Math.max(0, parameters - active) * experts) / (experts - used))
    : 0;
}

/** The refined fidelity. */
export function trainingMemoryRefined(job: TrainingMemoryJob) {
  const {model, hardware, seqLen, element, tpSize, ppSize, dpSize, epSize, zeroStage} = job;
  const {activationCheckpointing, trainableFraction, microbatchCount, mlpWidth, vStages} = job;
  const {heads, kvHeads} = model;
  const inExperts = expertParameters(model);
  const copies = dpSize * epSize;
  const dense = (model.parameters - inExperts) / (tpSize * ppSize);
  const experts = inExperts / (tpSize * ppSize * epSize);
  const onRank = dense + experts;
  const onShard = dense / copies + experts / dpSize;
  const weights = element * (zeroStage >= 3 ? onShard : onRank);
  const gradientSize = job.gradientDtype === "fp32" ? 4 : Math.max(element, 2);
  const gradients = gradientSize * trainableFraction * (zeroStage >= 2 ? onShard : onRank);
  const momentum = job.sgdMomentum && job.optimizer === "sgd" ? 4 : 0;
  const optimizerState =
    ((element >= 4 ? 0 : job.master) + job.moments + momentum) *
    trainableFraction *
    (zeroStage >= 1 ? onShard : onRank);
  const hidden = model.hidden ?? job.assumedHiddenSize;
  const microbatch = Math.ceil(
    job.batchSize / (copies * job.gradientAccumulationSteps * (microbatchCount ?? 1))
  );
  const stage = Math.ceil(model.layers / ppSize);
  const inFlight =
    microbatchCount === null
      ? 1
      : Math.min(
          microbatchCount,
          ppSize * (vStages > 1 ? 1 + (ppSize - 1) / (ppSize * vStages) : 1)
        );
  const shared = job.sequenceParallel ? tpSize : 1;
  const width = (seqLen * microbatch * hidden * element) / 2;
  const kvWidth = kvHeads !== null && heads !== null ? Math.min(1, kvHeads / heads) : 1;
  const block =
    mlpWidth === null
      ? width * (10 / shared + 24 / tpSize)
      : width * (8 / shared + (4 + 4 * kvWidth + (8 * mlpWidth) / hidden) / tpSize);
  const row = job.attention === "flash" ? 4 * seqLen : (5 * (seqLen * seqLen) * element) / 2;
  const scores = heads === null ? 0 : (row * heads * microbatch) / tpSize;
  const isFull = activationCheckpointing === "full";
  const kept = isFull
    ? (2 * width) / shared
    : block + (activationCheckpointing === "none" || job.attention === "flash" ? scores : 0);
  const activations = stage * kept * inFlight + (isFull ? block + scores : 0);
  const gathered =
    zeroStage >= 3 && copies > 1
      ? (Math.min(2, stage) * element * onRank * ppSize) / model.layers
      : 0;
  const buffers =
    job.communicationBufferFraction * gradients +
    (ppSize > 1 ? (4 * width) / shared : 0) +
    gathered;
  const total = weights + gradients + optimizerState + activations + buffers;
  const available = hardware.capacity;
  const feasible = total <= available;
  return {
    feasible,
    totalMemory: total,
    availableMemory: available,
    weights,
    gradients,
    optimizerState,
    activations,
    communicationBuffers: buffers,
    memoryUtilization: total / available,
    memoryShortfall: feasible ? null : total - available,
    paramsPerRank: onRank,
    microbatch,
    inFlight,
    gatheredWeights: gathered,
    outputActivations:
      model.vocabulary === null
        ? null
        : (4 * seqLen * microbatch * (model.vocabulary + hidden)) / tpSize,
    embeddingActivations: (seqLen * microbatch * hidden * ppSize) / tpSize,
    precisionUsed: job.precision,
    optimizerUsed: job.optimizer,
    checkpointingUsed: activationCheckpointing,
    dp: dpSize,
    tp: tpSize,
    pp: ppSize,
    ep: epSize
  };
}

type Columns = readonly [total: Float64Array, activations: Float64Array, share: Float64Array];

/** The textbook loop over batch and sequence as one would write it: what no axis moves stands before it. */
export function trainingMemorySweepTextbook(
  job: TrainingMemoryJob,
  batches: Float64Array,
  lengths: Float64Array,
  [total, activation, share]: Columns
): void {
  const still = trainingMemoryTextbook(job);
  const {model, element, ppSize, activationCheckpointing} = job;
  const hidden = model.hidden ?? job.assumedHiddenSize;
  const shared = job.sequenceParallel ? job.tpSize : 1;
  const stage = Math.ceil(model.layers / ppSize);
  const parts = job.dpSize * job.gradientAccumulationSteps;
  const state = still.weights + still.gradients + still.optimizerState;
  const bucket = job.communicationBufferFraction * still.gradients;
  const isFull = activationCheckpointing === "full";
  const heads = activationCheckpointing === "none" ? (model.heads ?? 0) : 0;
  const capacity = still.availableMemory;
  let k = 0;
  for (let i = 0; i < batches.length; i++) {
    const microbatch = Math.ceil(batches[i]! / parts);
    for (let j = 0; j < lengths.length; j++) {
      const length = lengths[j]!;
      const width = (length * microbatch * hidden * element) / 2;
      const kept = isFull
        ? (2 * width) / shared
        : (34 * width) / shared +
          (5 * heads * (length * length) * microbatch * element) / 2 / shared;
      const activations = stage * kept;
      const all = state + activations + (bucket + (ppSize > 1 ? 4 * width : 0));
      total[k] = all;
      activation[k] = activations;
      share[k] = all / capacity;
      k++;
    }
  }
}

/** The refined loop. Its widths are written out: taken from a function, they made the loop 1.75 times as slow. */
export function trainingMemorySweepRefined(
  job: TrainingMemoryJob,
  batches: Float64Array,
  lengths: Float64Array,
  [total, activation, share]: Columns
): void {
  const still = trainingMemoryRefined(job);
  const {model, element, tpSize, ppSize, activationCheckpointing, mlpWidth} = job;
  const {heads, kvHeads} = model;
  const hidden = model.hidden ?? job.assumedHiddenSize;
  const shared = job.sequenceParallel ? tpSize : 1;
  const stage = Math.ceil(model.layers / ppSize);
  const parts =
    job.dpSize * job.epSize * job.gradientAccumulationSteps * (job.microbatchCount ?? 1);
  const state = still.weights + still.gradients + still.optimizerState;
  const bucket = job.communicationBufferFraction * still.gradients + still.gatheredWeights;
  const kvWidth = kvHeads !== null && heads !== null ? Math.min(1, kvHeads / heads) : 1;
  const blockWidths =
    mlpWidth === null
      ? 10 / shared + 24 / tpSize
      : 8 / shared + (4 + 4 * kvWidth + (8 * mlpWidth) / hidden) / tpSize;
  const isFull = activationCheckpointing === "full";
  const isFlash = job.attention === "flash";
  const keepsScores = activationCheckpointing === "none" || isFlash;
  const capacity = still.availableMemory;
  let k = 0;
  for (let i = 0; i < batches.length; i++) {
    const microbatch = Math.ceil(batches[i]! / parts);
    for (let j = 0; j < lengths.length; j++) {
      const length = lengths[j]!;
      const width = (length * microbatch * hidden * element) / 2;
      const block = width * blockWidths;
      let scores = 0;
      if (heads !== null && (keepsScores || isFull)) {
        const row = isFlash ? 4 * length : (5 * (length * length) * element) / 2;
        scores = (row * heads * microbatch) / tpSize;
      }
      const kept = isFull ? (2 * width) / shared : block + (keepsScores ? scores : 0);
      const activations = stage * kept * still.inFlight + (isFull ? block + scores : 0);
      const all = state + activations + (bucket + (ppSize > 1 ? (4 * width) / shared : 0));
      total[k] = all;
      activation[k] = activations;
      share[k] = all / capacity;
      k++;
    }
  }
}
