/** Globals that every engine has and `lib ES2023` does not know. */
declare class TextEncoder {
  encodeInto(text: string, out: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(label?: string, options?: { ignoreBOM?: boolean });
  decode(bytes: Uint8Array): string;
}
