import { CdrReader } from './cdrReader.ts';
import { CdrWriter } from './cdrWriter.ts';
import type { MessageType } from './types.ts';

/** A type's own `.msg` text, without comments, and the types of its fields that are messages. */
interface Definition {
  readonly name: string;
  readonly text: string;
  readonly uses: readonly Definition[];
}

/** What the generator writes for each type. */
interface CodecParts<T> extends Definition {
  canonical(message: Partial<T>): T;
  write(writer: CdrWriter, message: T): void;
  read(reader: CdrReader): T;
}

const writer = new CdrWriter();
const separator = '='.repeat(80);

/** A message type with the two functions through which other types nest it. */
export class MessageCodec<T> implements MessageType<T> {
  readonly name: string;
  readonly canonical: (message: Partial<T>) => T;
  readonly write: (writer: CdrWriter, message: T) => void;
  readonly read: (reader: CdrReader) => T;
  readonly text: string;
  readonly uses: readonly Definition[];

  constructor(parts: CodecParts<T>) {
    this.name = parts.name;
    this.canonical = parts.canonical;
    this.write = parts.write;
    this.read = parts.read;
    this.text = parts.text;
    this.uses = parts.uses;
  }

  get definition(): string {
    const sections = new Map<string, string>();
    const collect = (definitions: readonly Definition[]): void => {
      for (const { name, text, uses } of definitions)
        if (!sections.has(name)) {
          sections.set(name, `${separator}\nMSG: ${name.replace(/\/(msg|srv|action)\//, '/')}\n${text}`);
          collect(uses);
        }
    };
    collect(this.uses);
    return [this.text, ...sections.values()].join('\n');
  }

  create(): T {
    return this.canonical({});
  }

  encode(message: T): Uint8Array {
    writer.begin();
    this.write(writer, message);
    return writer.finish();
  }

  decode(bytes: Uint8Array): T {
    const reader = new CdrReader(bytes, this.name);
    const message = this.read(reader);
    reader.end();
    return message;
  }
}
