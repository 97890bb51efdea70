import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalGraph, type Recorder, recordGraph, writeBagMetadata } from '@homebound/graph';
import { writeWhole } from './files.ts';
import { METADATA, RECORDING } from './openBag.ts';
import { zstdCompression } from './zstd.ts';

/** Simulated time in one chunk of the file, s: what a kill can cost. */
const CHUNK_S = 10;

/**
 * The recording of a run folder, which it makes a rosbag2: recording.mcap, and once that is whole, metadata.yaml. A killed run has
 * no metadata.yaml; rosbag2 then opens the file by itself.
 */
export class RunRecorder {
  readonly #folder: string;
  readonly #file: number;
  readonly #recorder: Recorder;

  constructor(graph: LocalGraph, folder: string) {
    this.#folder = folder;
    this.#file = openSync(join(folder, RECORDING), 'w');
    const sink = { write: (bytes: Uint8Array): void => void writeSync(this.#file, bytes) };
    this.#recorder = recordGraph(graph, sink, { compression: zstdCompression, chunk_s: CHUNK_S, sha256 });
  }

  close(): void {
    this.#recorder.close();
    closeSync(this.#file);
    writeWhole(join(this.#folder, METADATA), writeBagMetadata(RECORDING, this.#recorder.contents()));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
