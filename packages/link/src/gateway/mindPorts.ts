import type { AuditEntry, AuditEvent } from '@homebound/vault';
import type { CommandSink, Deed, Hello, HomeDesk, PublicCamera, ViewSource } from '@homebound/wire';
import type { Certificate } from './messages.ts';

/** Who drives by hand, and the devices that look, each once: ids of devices, by the secrets that they gave. */
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

/** Who asks, by the mind's own list of pairings and the secret that the gateway passes on. Without one: `here`, where that needs no pairing. */
export interface MindAccess {
  /** Id of the device; undefined when it is none that is paired. */
  whose(token: string | undefined): string | undefined;
  /** Whether it may do this; if not, why, in words for a person. */
  admit(token: string | undefined, deed: Deed): { readonly id: string } | { readonly refusal: string };
}

/** What the mind does for a gateway: all that one which was taken over could reach. */
export interface MindPorts {
  readonly hello: Hello;
  readonly view: ViewSource;
  /** For anybody in the home, whether or not somebody looks. */
  camera(): PublicCamera;
  readonly commands: CommandSink;
  readonly home: HomeDesk;
  readonly access: MindAccess;
  /** The list of pairings, which is changed on behalf of who gave the secret. A save that fails is told to the gateway. */
  readonly pairings: { load(): Uint8Array | undefined; save(bytes: Uint8Array, token?: string): void | Promise<void> };
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
