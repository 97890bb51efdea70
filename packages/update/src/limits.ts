/** What an update may be at most: looked at before any work is done for it. */
export const limits = {
  /** Signatures, key lists and the manifest with a hash for each chunk: 1 GiB of payload takes 280 KB. */
  head_bytes: 2 * 1024 * 1024,
  /** All files together; a release is some 20 MB. */
  payload_bytes: 1024 * 1024 * 1024,
  files: 4096,
  /** Keys in a list, signatures under a body, key lists one after another. */
  keys: 32,
  path_chars: 240,
  models: 64,
} as const;

/** Each is hashed by itself and held in memory by itself. */
export const CHUNK_BYTES = 256 * 1024;
