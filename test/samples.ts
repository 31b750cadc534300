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
    },
    {
      model: "Llama3_8B",
      hardware: "H100",
      qps: 40,
      targetP99Latency: 5,
      lengthCv: 0.6,
      targetTtft: 0.5,
      targetItl: 0.02,
      precision: "int4"
    },
    {
      model: "Llama3_8B",
      hardware: "H100",
      qps: 40,
      targetP99Latency: 5,
      targetItl: 0.011,
      targetTtft: 0.2,
      serviceTimeCv: 0.1,
      maxReplicas: 6
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
  SingleNodeModel: [
    {model: "Llama3_8B", hardware: "H100"},
    {model: "Mixtral_8x7B", hardware: "A100", batchSize: 16, precision: "int8", hostOverlap: 0.5},
    {model: "Llama2_70B", hardware: "H100", kernelsPerLayer: 12, overlap: 0.5},
    {model: "ResNet50", hardware: "A100", batchSize: 256, precision: "int4"},
    {model: "AnomalyDetector", hardware: "ESP32_S3", precision: "int8"},
    {model: "StableDiffusion_v1_5", hardware: "IntelSGX"}
  ],
  DistributedModel: [
    {model: "Llama3_8B", fleet: "Research_256", batchSize: 256},
    {
      model: "Llama3_70B",
      fleet: "Training_1K",
      batchSize: 512,
      tpSize: 8,
      ppSize: 4,
      microbatchCount: 16,
      vStages: 2,
      overlapComm: true,
      activationRecomputation: true,
      seqLen: 4096,
      zeroStage: 1,
      stragglerFactor: 1.1
    },
    {
      model: "Mixtral_8x7B",
      fleet: "DgxH100SuperPodSU",
      batchSize: 512,
      epSize: 4,
      tpSize: 2,
      zeroStage: 3,
      gradientAccumulationSteps: 2,
      moeRoutingImbalanceFactor: 1.25,
      overlapComm: true,
      congestionFactor: 1.5,
      topologyOverride: "ring",
      nodeLimit: 1,
      stepTimeCv: 0.05
    },
    {
      model: "Llama3_8B",
      fleet: "Lab_64_A100",
      batchSize: 100,
      isLora: true,
      precision: "int8",
      attention: "flash",
      inNetworkReduction: true,
      tpSize: 2
    },
    {model: "ResNet50", fleet: "Lab_64_H100", batchSize: 1024, topologyOverride: "double-tree"},
    {
      model: "DLRM",
      fleet: {accelerator: "TPUv4", acceleratorsPerNode: 4, nodes: 16, fabric: "InfiniBand_HDR"},
      ppSize: 2
    }
  ],
  MoERoutingModel: [
    {
      model: "Mixtral_8x7B",
      batchSize: 8,
      seqLen: 4096,
      epSize: 8,
      routingImbalanceFactor: 1.25,
      fleet: "Research_256"
    },
    {
      model: "DeepSeek_V3",
      batchSize: 64,
      seqLen: 4096,
      precision: "fp8",
      epSize: 64,
      fleet: "DgxH100SuperPodSU",
      nodeLimit: 4,
      capacityFactor: 1.1,
      routingImbalanceFactor: 1.5
    },
    {model: "GPT4", batchSize: 1, seqLen: 128}
  ],
  WeightStreamingModel: [
    {model: "Llama3_70B", hardware: "Cerebras_CS3", seqLen: 2048},
    {model: "DeepSeek_V3", hardware: "Cerebras_CS3", seqLen: 4096, batchSize: 8, phase: "prefill"},
    {model: "Mixtral_8x7B", hardware: "Groq_LPU", seqLen: 512, precision: "int8"},
    {model: "Llama3_8B", hardware: "Cerebras_CS3", seqLen: 1024, placement: "resident"},
    {model: "Llama3_70B", hardware: "Cerebras_CS3", seqLen: 1, placement: "resident", hopTime: 1e-6}
  ],
  ReliabilityModel: [
    {fleet: "Research_256", jobDuration: "336 h"},
    {fleet: "Meta_Llama3_16K_H100", jobDuration: "54 day", interval: "30 min", checkpointTime: 20},
    {fleet: {from: "Mega_100K", mtbf: "10 min"}, jobDuration: "1 day", checkpointTime: "30 min"}
  ],
  CheckpointModel: [
    {model: "Llama3_70B", hardware: "H100"},
    {
      model: "Llama3_405B",
      hardware: "H200",
      optimizer: "sgd",
      sgdMomentum: true,
      nWriters: 128,
      checkpointInterval: "30 min",
      asyncCheckpoint: true,
      hostCopyBandwidth: "20 GB/s",
      readBandwidth: "200 GB/s",
      fleet: "Meta_Llama3_16K_H100"
    },
    {model: "ResNet50", hardware: "T4", optimizer: "none", trainableFraction: 0.1}
  ],
  EconomicsModel: [
    {fleet: "Research_256", duration: "30 day"},
    {
      fleet: {from: "Training_1K", region: "Norway"},
      duration: "1 yr",
      mfu: 0.4,
      grid: "Quebec",
      electricityPrice: "0.08 USD/kWh",
      infrastructureMultiplier: 1.8,
      nodePrice: 350_000,
      residualShare: 0.1,
      discountRate: 0.07,
      carbonPrice: "80 USD/tCO2e",
      utilization: 0.7,
      goodput: 0.95,
      throughput: 3e6
    },
    {
      fleet: {accelerator: "TPUv4", acceleratorsPerNode: 4, nodes: 64, fabric: "InfiniBand_HDR"},
      duration: "2 yr"
    }
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
  ],
  TrainingMemoryModel: [
    {model: "Llama3_8B", hardware: "H100", batchSize: 1},
    {
      model: "Llama3_70B",
      hardware: "H100",
      batchSize: 512,
      seqLen: 4096,
      tpSize: 8,
      ppSize: 4,
      dpSize: 8,
      zeroStage: 3,
      gradientAccumulationSteps: 4,
      microbatchCount: 16,
      vStages: 2,
      activationCheckpointing: "full",
      sequenceParallel: false,
      optimizer: "sgd",
      sgdMomentum: true,
      gradientDtype: "fp32"
    },
    {
      model: "Mixtral_8x7B",
      hardware: "H200",
      batchSize: 64,
      epSize: 8,
      zeroStage: 1,
      dpSize: 4,
      precision: "fp8",
      trainableFraction: 0.5,
      activationCheckpointing: "none",
      attention: "flash",
      mlpWidth: 14_336
    }
  ],
  ServingDeploymentModel: [
    {model: "Llama3_8B", hardware: "H100", qps: 50, targetP99Latency: 10},
    {
      model: "Mixtral_8x7B",
      hardware: {from: "H200", unitCost: 30_000},
      qps: 30,
      targetP99Latency: 30,
      maxSeqLen: 4096,
      meanRequestTokens: 1500,
      outputTokens: 300,
      lengthCv: 0.7,
      tpSize: 2,
      targetTtft: 1,
      targetItl: 0.05,
      duration: "30 day",
      grid: "Norway",
      nodePrice: 80_000,
      carbonPrice: "80 USD/tCO2e",
      embodiedFromRegistry: true
    },
    {
      model: "Llama3_70B",
      hardware: "H100",
      qps: 1,
      targetP99Latency: 5,
      datacenter: {grid: "Poland", pueOverride: 1.3}
    }
  ],
  TrainingRunModel: [
    {model: "Llama3_8B", fleet: "Research_256", batchSize: 256, trainingTokens: 1e12},
    {
      model: "Llama3_405B",
      fleet: {from: "Meta_Llama3_16K_H100", region: "Norway"},
      batchSize: 2048,
      seqLen: 8192,
      tpSize: 8,
      ppSize: 16,
      microbatchCount: 16,
      vStages: 8,
      zeroStage: 1,
      overlapComm: true,
      attention: "flash",
      asyncCheckpoint: true,
      nWriters: 2048,
      interval: "10 min",
      carbonPrice: "80 USD/tCO2e"
    },
    {
      model: "DeepSeek_V3",
      fleet: "Training_1K",
      batchSize: 1024,
      epSize: 8,
      activationRecomputation: true,
      datacenter: "Quebec_Hydro",
      avgRecoveryTime: "20 min",
      readBandwidth: "100 GB/s"
    }
  ]
};
