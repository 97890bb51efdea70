import type { Mesh } from './collada.ts';

/** What reading a world needs everywhere. */
export interface SdfReading {
  readonly input: string;
  /** The SDF text of an included model. */
  readonly resolve: (uri: string) => string | undefined;
  /** The mesh in a COLLADA file; undefined when it is not at hand. */
  readonly mesh: (uri: string) => Mesh | undefined;
  readonly warnings: string[];
}
