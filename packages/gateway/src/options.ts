import type { CommandSink, GoneEntry, HomeDesk, PublicCamera, ViewSource } from '@homebound/wire';
import type { AccessOptions, GatewayClock } from './access/access.ts';
import type { AuditLog } from './access/audit.ts';
import type { Role } from './access/role.ts';
import type { Desk } from './api/route.ts';
import type { Assets } from './assets.ts';
import type { ClientLimits } from './pageClient.ts';
import type { PresenceSign } from './pages.ts';
import type { DeviceCertificates } from './tls/deviceCertificates.ts';

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on; 127.0.0.1 when absent. Any other needs `access` and `tls`. */
  readonly address?: string;
  /** Folder of the built page (flat), or its files already in memory. */
  readonly page: string | Assets;
  /** What is to be seen; usually a `LiveView`. */
  readonly source: ViewSource;
  /** Who carries commands out. */
  readonly commands: CommandSink;
  readonly log?: (level: 'info' | 'warn' | 'error', text: string) => void;
  readonly limits?: Partial<ClientLimits>;
  /** Pairing and roles. Absent, whoever is on this machine may do everything, and nobody else anything. */
  readonly access?: AccessOptions;
  /** HTTPS: see `deviceCertificates`. */
  readonly tls?: DeviceCertificates;
  /** Who did what; forgotten with the process when absent. */
  readonly audit?: AuditLog;
  /** What the household keeps: maps, runs, schedules, settings, backup, updates, reset. Absent, these routes answer 404. */
  readonly home?: HomeDesk;
  /** Told of what was deleted for good, before who asked is answered: a view that shows a map of these is to be cleared. */
  readonly onGone?: (gone: readonly GoneEntry[]) => void;
  /** Light and chirp of the body. `tokens`: the secrets of those who look, as they gave them, for a robot that counts them itself. */
  readonly presenceSign?: (sign: PresenceSign, tokens: readonly (string | undefined)[]) => void;
  /** Resolves when `source` shows the robot as it is; it may show nothing while nobody looks. Absent: it always does. */
  readonly shown?: () => Promise<void>;
  /** What anybody may know of the camera. Absent: as `source` shows it. */
  readonly camera?: () => PublicCamera;
  readonly clock?: GatewayClock;
  /** Sets the robot's clock, which `clock` then shows. */
  readonly setClock?: (wall_s: number, token?: string) => void;
  readonly contact?: Desk['contact'];
}

/** What a person at the robot does, without any login. */
export interface BodyButtons {
  /** Opens pairing for two minutes. @returns false while wrong codes have locked it, and where no access is set up */
  pair(role?: Role): boolean;
  /** Driving by hand was switched off at the robot, or from afar: it ends at once, and stays off until `overrideOn`. */
  overrideOff(): void;
  overrideOn(): void;
  /** Unpairs everybody. */
  reset(): void;
}

export interface Gateway {
  readonly port: number;
  /** What a person types, e.g. `http://127.0.0.1:8080/`. */
  readonly url: string;
  readonly body: BodyButtons;
  /** Pages that are connected now. */
  clients(): number;
  /** Closes every connection and the listener; may be called again. */
  close(): Promise<void>;
}
