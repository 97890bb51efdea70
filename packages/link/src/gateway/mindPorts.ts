import type { AuditEntry, AuditEvent } from '@homebound/vault';
import type { CommandSink, Hello, HomeDesk, ViewSource } from '@homebound/wire';
import type { Certificate } from './messages.ts';

/** What the gateway says of who drives by hand, and of the devices that look: ids of sessions. */
export interface Presence {
  readonly driving: string | undefined;
  readonly viewers: readonly string[];
}

/** Certificates of this robot. The authority's key stays where they are made. */
export interface Certificates {
  /** Of the robot on its network, e.g. `homebound-k3f9.local`. */
  readonly name: string;
  /** DER. */
  readonly authority: Uint8Array;
  readonly fingerprint: string;
  leaf(wall_s: number): Certificate;
}

/** What the mind does for a gateway: all that one which was taken over could reach. */
export interface MindPorts {
  readonly hello: Hello;
  readonly view: ViewSource;
  readonly commands: CommandSink;
  readonly home: HomeDesk;
  /** The list of pairings. A save that fails is told to the gateway. */
  readonly pairings: { load(): Uint8Array | undefined; save(bytes: Uint8Array): void | Promise<void> };
  /** For a gateway that listens on these addresses. */
  certificates(addresses: readonly string[]): Certificates;
  readonly audit: {
    append(event: AuditEvent): void;
    read(): readonly AuditEntry[] | Promise<readonly AuditEntry[]>;
  };
  /** Says or shows a code at the robot. */
  present(code: string): void;
  presence(presence: Presence): void;
  readonly clock: { mono_s(): number; wall_s(): number; set(wall_s: number): void };
  warn(text: string): void;
}
