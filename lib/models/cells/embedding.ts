import type {CellSpecs} from "../../graph/spec.js";

/** What a network's tables of embeddings are. */
export const embeddingCells = {
  embeddingIsShared: {
    flag: true,
    symbol: "\\text{tied}",
    label: "Shared embedding",
    source: "judgement-untied-embeddings",
    eq: {refined: "model.tiedEmbeddings ?? false"},
    doc: "Input and output share one table of embeddings, so that all parameters multiply",
    why: "Recent large decoders have two tables, so a model that does not say is taken to have two."
  }
} as const satisfies CellSpecs;
