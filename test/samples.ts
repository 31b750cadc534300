/** A few calls of each model, by class name: the plain one, and ones that take its other branches. */
export const samples: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  ContinuousBatchingModel: [
    {
      model: "Llama3_8B",
      hardware: "H100",
      maxSeqLen: 8192,
      meanRequestTokens: 1024,
      maxBatchSize: 256
    },
    {
      model: "Mixtral_8x7B",
      hardware: "H200",
      maxSeqLen: 4096,
      meanRequestTokens: 1500,
      maxBatchSize: 64,
      outputTokens: 300,
      lengthCv: 0.7,
      sharedPrefixLen: 200,
      schedulerOverhead: 1e-3,
      precision: "fp8"
    },
    {model: "Llama3_70B", hardware: "H100", maxSeqLen: 2048}
  ],
  ServingCapacityModel: [
    {model: "Llama3_8B", hardware: "H100", qps: 50, targetP99Latency: 5},
    {
      model: "Mixtral_8x7B",
      hardware: "H200",
      qps: 30,
      targetP99Latency: 30,
      maxSeqLen: 4096,
      meanRequestTokens: 1000.5,
      outputTokens: 200,
      serviceTimeCv: 0.5,
      tpSize: 2
    }
  ],
  TailLatencyModel: [
    {arrivalRate: 40, serviceLatency: 0.08, numReplicas: 4},
    {
      arrivalRate: 30,
      serviceLatency: 0.1,
      numReplicas: 4,
      serviceTimeCv: 2,
      arrivalCv: 1.5,
      fanout: 10
    }
  ],
  ServingModel: [
    {model: "Llama3_8B", hardware: "H100", seqLen: 2048},
    {
      model: "Mixtral_8x7B",
      hardware: "H200",
      seqLen: 4096,
      batchSize: 8,
      precision: "int8",
      decodeHardware: "A100",
      draftModel: "Llama3_8B",
      cachedPrefixLen: 1000,
      prefillChunkTokens: 512,
      overlap: 0.5
    },
    {model: "DeepSeek_V3", hardware: "B200", seqLen: 8192, batchSize: 32, precision: "fp8"},
    {model: "Llama3_70B", hardware: "TPUv4", seqLen: 1, precision: "int4"},
    {
      model: {from: "Llama3_70B", slidingWindow: 1000, slidingLayers: 40},
      hardware: "H100",
      decodeHardware: "A100",
      seqLen: 5000,
      outputTokens: 1000,
      cachedPrefixLen: 500,
      prefixBandwidth: "10 GB/s",
      kvTransferOverlap: 0.5,
      precision: "int4",
      kvPrecision: "fp8",
      quantGroupSize: 128,
      weightOnlyEfficiency: 0.6,
      tpSize: 4
    }
  ],
  ReliabilityModel: [
    {fleet: "Research_256", jobDuration: "336 h"},
    {fleet: "Meta_Llama3_16K_H100", jobDuration: "54 day", interval: "30 min", checkpointTime: 20},
    {fleet: {from: "Mega_100K", mtbf: "10 min"}, jobDuration: "1 day", checkpointTime: "30 min"}
  ],
  SustainabilityModel: [
    {fleet: "Research_256", duration: "30 day"},
    {fleet: {from: "Training_1K", region: "Norway"}, duration: "7 day", mfu: 0.4},
    {
      fleet: {accelerator: "TPUv4", acceleratorsPerNode: 4, nodes: 64, fabric: "InfiniBand_HDR"},
      duration: "1 yr",
      datacenter: {grid: "Poland", pueOverride: 1.3},
      embodiedFromRegistry: true
    }
  ]
};
