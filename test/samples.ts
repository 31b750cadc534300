/** A few calls of each model, by class name: the plain one, and ones that take its other branches. */
export const samples: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
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
    {model: "Llama3_70B", hardware: "TPUv4", seqLen: 1, precision: "int4"}
  ],
  SingleNodeModel: [
    {model: "Llama3_8B", hardware: "H100"},
    {model: "Mixtral_8x7B", hardware: "A100", batchSize: 16, precision: "int8", hostOverlap: 0.5},
    {model: "Llama2_70B", hardware: "H100", kernelsPerLayer: 12, overlap: 0.5},
    {model: "ResNet50", hardware: "A100", batchSize: 256, precision: "int4"},
    {model: "AnomalyDetector", hardware: "ESP32_S3", precision: "int8"},
    {model: "StableDiffusion_v1_5", hardware: "IntelSGX"}
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
