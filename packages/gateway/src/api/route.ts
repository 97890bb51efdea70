import type { CommandBody, ViewSource } from '@homebound/wire';
import type { z } from 'zod';
import type { Access, GatewayClock } from '../access/access.ts';
import type { AuditLog } from '../access/audit.ts';
import type { ManualDrive } from '../access/manualDrive.ts';
import type { Role } from '../access/role.ts';

/** Who asks: a paired device, or `here` for a program on the robot itself where no access is set up. */
export interface Who {
  readonly id: string;
  readonly role: Role;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Call {
  /** What the route's schema made of the request's body. */
  readonly body: unknown;
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
  handle(call: Call): Answer | Promise<Answer>;
}

/** What the routes work on. */
export interface Desk {
  /** Absent while everybody on the machine may do everything. */
  readonly access?: Access;
  readonly source: ViewSource;
  readonly audit: AuditLog;
  readonly clock: GatewayClock;
  readonly manual: ManualDrive;
  readonly isSecure: boolean;
  /** Asks the robot; always answers. */
  ask(command: CommandBody): Promise<{ readonly accepted: boolean; readonly reason: string }>;
  /** Certificate of the robot's own authority, DER. */
  readonly authority?: Buffer;
  /** Where weaknesses are reported: an address, and until when it holds (RFC 3339). */
  readonly contact?: { readonly uri: string; readonly expires: string };
  /** Sets the robot's clock; absent when there is nothing to set. */
  readonly setClock?: (wall_s: number) => void;
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
