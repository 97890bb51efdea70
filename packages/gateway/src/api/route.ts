import type { CommandBody, GoneEntry, HomeDesk, PublicCamera, ViewSource } from '@homebound/wire';
import type * as z from 'zod';
import type { Access, GatewayClock } from '../access/access.ts';
import type { AuditLog, Note } from '../access/audit.ts';
import type { Looks } from '../access/looks.ts';
import type { ManualDrive } from '../access/manualDrive.ts';
import type { Role } from '../access/role.ts';

/** Who asks: a paired device, or `here` for a program on the robot itself where no access is set up. */
export interface Who {
  readonly id: string;
  readonly role: Role;
  /** The secret that it gave, for a robot that finds out by itself who asks; kept no longer than its request, page or look. */
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Call {
  /** What the route's schema made of the request: of its body, or, where the body is a file, of what was said beside it. */
  readonly body: unknown;
  /** The file of an upload; empty for all others. */
  readonly bytes: Uint8Array;
  /** What stands for `{id}` in the path. */
  readonly id: string;
  /** Undefined only where the policy lets anyone ask. */
  readonly who: Who | undefined;
}

export interface Route {
  /** Method and path, e.g. `GET /api/v1/state`: the key of its policy. */
  readonly key: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly answer?: z.ZodType;
  /** Type of an answer that is not JSON. */
  readonly answerType?: string;
  /** Why there is nothing behind it on this robot: 404 to who may ask, before a body is read. */
  readonly missing?: string;
  handle(call: Call): Answer | Promise<Answer>;
}

/** What the routes work on. */
export interface Desk {
  /** Absent while everybody on the machine may do everything. */
  readonly access?: Access;
  readonly source: ViewSource;
  readonly audit: AuditLog;
  readonly note: Note;
  readonly clock: GatewayClock;
  readonly manual: ManualDrive;
  readonly looks: Looks;
  readonly isSecure: boolean;
  /** What the household keeps; absent when the robot keeps nothing. */
  readonly home?: HomeDesk;
  /** Told of what was deleted for good, before who asked is answered. */
  readonly onGone: (gone: readonly GoneEntry[]) => void;
  /** Asks the robot; always answers. */
  ask(command: CommandBody, token?: string): Promise<{ readonly accepted: boolean; readonly reason: string }>;
  /** Certificate of the robot's own authority, DER. */
  readonly authority?: Buffer;
  /** Where weaknesses are reported: an address, and until when it holds (RFC 3339). */
  readonly contact?: { readonly uri: string; readonly expires: string };
  /** Sets the robot's clock; absent when there is nothing to set. */
  readonly setClock?: (wall_s: number, token?: string) => void;
  /** What anybody may know of the camera. */
  camera(): PublicCamera;
  /** Resolves when `source` shows the robot as it is to who has begun to look. */
  shown(): Promise<void>;
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}

export function refuse(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return json({ reason }, status, headers);
}

/** A file for who asked to keep; the name is the gateway's, so that nothing of the home stands in it. */
export function download(bytes: Uint8Array, name: string, type: string): Answer {
  return {
    status: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
    body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  };
}
