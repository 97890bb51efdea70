import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalGraph, type Recorder, recordGraph } from '@homebound/graph';
import { zstdCompression } from './zstd.ts';

/** Simulated time in one chunk of the file, s: what a kill can cost. */
const CHUNK_S = 10;

/** recording.mcap of a run folder. */
export class RunRecorder {
  readonly #file: number;
  readonly #recorder: Recorder;

  constructor(graph: LocalGraph, folder: string) {
    this.#file = openSync(join(folder, 'recording.mcap'), 'w');
    const sink = { write: (bytes: Uint8Array): void => void writeSync(this.#file, bytes) };
    this.#recorder = recordGraph(graph, sink, { compression: zstdCompression, chunk_s: CHUNK_S });
  }

  close(): void {
    this.#recorder.close();
    closeSync(this.#file);
  }
}
