/*
 * Records as the functions by hand take them: numbers that were looked up beforehand, null where a
 * field is not stated.
 */

/** An accelerator; `peak` is its rate in the number format of the call. */
export interface Device {
  readonly peak16: number;
  readonly peak: number | null;
  readonly bandwidth: number;
  readonly capacity: number;
  readonly dispatch: number;
  readonly deviceLink: number | null;
  readonly hostLink: number | null;
}

/** A transformer. */
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
  readonly window: number | null;
  readonly windowLayers: number | null;
  readonly experts: number | null;
  readonly activeExperts: number | null;
  readonly vocabulary: number | null;
  readonly tied: boolean;
}

/** A region's electricity. */
export interface Grid {
  readonly name: string;
  readonly carbon: number;
  readonly pue: number;
  readonly wue: number;
}

/** A building on a grid. */
export interface Place {
  readonly pue: number | null;
  readonly grid: Grid;
}

/** A cluster, as far as its power goes. */
export interface Fleet {
  readonly nodes: number;
  readonly perNode: number;
  readonly powerLimit: number | null;
  readonly embodied: number | null;
  readonly region: Grid | null;
  readonly place: Place | null;
}
