import type { CommandName, Deed } from '@homebound/wire';
import { GatewayError } from '../gatewayError.ts';
import type { Least } from './role.ts';

/**
 * `page`: may be navigated to. `read`: data, for pages of the robot and programs. `write`: JSON from a page of the robot, or
 * from a program with a token. `upload`: the same with a file for a body, as bytes. `socket`: an upgrade, from a page of the robot
 * or a program with a token.
 */
export type CsrfClass = 'page' | 'read' | 'write' | 'upload' | 'socket';
/** `map`: costs the robot some work to make. `file`: costs it much. */
export type RateClass = 'page' | 'read' | 'map' | 'write' | 'file' | 'login';

export interface Policy {
  readonly least: Least;
  readonly csrf: CsrfClass;
  readonly rate: RateClass;
  /** Largest body that is read, bytes. */
  readonly maxBody_bytes: number;
}

function policy(least: Least, csrf: CsrfClass, rate: RateClass, maxBody_bytes = 0): Policy {
  return { least, csrf, rate, maxBody_bytes };
}

const kB = 1024;
const MB = 1024 * kB;

/** Every route and what it takes: the one place. What is not in here does not start. */
export const routePolicies: Readonly<Record<string, Policy>> = {
  'GET /page': policy('viewer', 'page', 'page'),
  'GET /pairing-page': policy('anyone', 'page', 'page'),
  'GET /ws': policy('viewer', 'socket', 'write'),
  'GET /.well-known/security.txt': policy('anyone', 'page', 'page'),
  'GET /api/v1/openapi.json': policy('viewer', 'read', 'read'),
  'GET /api/v1/certificate': policy('anyone', 'page', 'page'),
  'GET /api/v1/pairing': policy('anyone', 'read', 'read'),
  'POST /api/v1/pairing': policy('anyone', 'write', 'login', kB),
  'PUT /api/v1/pairing': policy('admin', 'write', 'write', kB),
  'GET /api/v1/session': policy('viewer', 'read', 'read'),
  'DELETE /api/v1/session': policy('viewer', 'write', 'write', kB),
  'GET /api/v1/sessions': policy('admin', 'read', 'read'),
  'PATCH /api/v1/sessions/{id}': policy('admin', 'write', 'write', kB),
  'DELETE /api/v1/sessions/{id}': policy('admin', 'write', 'write', kB),
  'GET /api/v1/audit': policy('admin', 'read', 'map'),
  'PUT /api/v1/clock': policy('admin', 'write', 'write', kB),
  'PUT /api/v1/manual': policy('admin', 'write', 'write', kB),
  'POST /api/v1/camera/on': policy('admin', 'write', 'write', kB),
  // Whoever is in the home may have it shut, and nobody has to be paired for that.
  'POST /api/v1/camera/off': policy('anyone', 'write', 'write', kB),
  'GET /api/v1/state': policy('viewer', 'read', 'read'),
  'GET /api/v1/map.json': policy('viewer', 'read', 'map'),
  'GET /api/v1/map.png': policy('viewer', 'read', 'map'),
  'GET /api/v1/rooms': policy('viewer', 'read', 'map'),
  'POST /api/v1/rooms': policy('operator', 'write', 'write', 16 * kB),
  'GET /api/v1/obstacles': policy('viewer', 'read', 'map'),
  'POST /api/v1/obstacles': policy('operator', 'write', 'write', kB),
  'DELETE /api/v1/dismissals/{id}': policy('operator', 'write', 'write', kB),
  'POST /api/v1/jobs': policy('operator', 'write', 'write', 64 * kB),
  'GET /api/v1/maps': policy('viewer', 'read', 'read'),
  'POST /api/v1/maps': policy('admin', 'upload', 'file', 32 * MB),
  'POST /api/v1/maps/{id}/export': policy('admin', 'write', 'file', kB),
  'POST /api/v1/maps/{id}/undo': policy('admin', 'write', 'write', kB),
  'DELETE /api/v1/maps/{id}': policy('admin', 'write', 'write', kB),
  'GET /api/v1/runs': policy('viewer', 'read', 'map'),
  'GET /api/v1/runs/{id}': policy('viewer', 'read', 'map'),
  'DELETE /api/v1/runs': policy('admin', 'write', 'write', kB),
  'DELETE /api/v1/runs/{id}': policy('admin', 'write', 'write', kB),
  'GET /api/v1/pictures': policy('admin', 'read', 'map'),
  'PUT /api/v1/pictures': policy('admin', 'write', 'write', kB),
  'POST /api/v1/pictures/{id}/export': policy('admin', 'write', 'file', kB),
  'DELETE /api/v1/pictures': policy('admin', 'write', 'write', kB),
  'DELETE /api/v1/pictures/{id}': policy('admin', 'write', 'write', kB),
  'GET /api/v1/schedules': policy('viewer', 'read', 'read'),
  'PUT /api/v1/schedules': policy('operator', 'write', 'write', 64 * kB),
  'GET /api/v1/settings': policy('viewer', 'read', 'read'),
  'PUT /api/v1/settings': policy('admin', 'write', 'write', kB),
  'POST /api/v1/backup': policy('admin', 'write', 'file', 2 * kB),
  'POST /api/v1/restore': policy('admin', 'upload', 'file', 256 * MB),
  'POST /api/v1/update': policy('admin', 'upload', 'file', 256 * MB),
  'POST /api/v1/reset': policy('admin', 'write', 'write', kB),
};

/** Least role of every command, however it comes. */
export const commandPolicies: Readonly<Record<CommandName, Least>> = {
  start: 'operator',
  pause: 'operator',
  resume: 'operator',
  stop: 'operator',
  dock: 'operator',
  goto: 'operator',
  clean: 'operator',
  editRooms: 'operator',
  drive: 'operator',
  allowDriving: 'admin',
  cameraOn: 'admin',
  cameraOff: 'anyone',
  dismissObstacle: 'operator',
  recallDismissal: 'operator',
  speed: 'operator',
  reset: 'admin',
};

/** The route behind each deed that is no command: one table says who may, whoever asks for it and from where. */
const deedRoutes: Readonly<Record<Exclude<Deed, `command ${CommandName}`>, string>> = {
  look: 'GET /ws',
  readAudit: 'GET /api/v1/audit',
  setClock: 'PUT /api/v1/clock',
  listMaps: 'GET /api/v1/maps',
  exportMap: 'POST /api/v1/maps/{id}/export',
  importMap: 'POST /api/v1/maps',
  undoMap: 'POST /api/v1/maps/{id}/undo',
  deleteMap: 'DELETE /api/v1/maps/{id}',
  listRuns: 'GET /api/v1/runs',
  readRun: 'GET /api/v1/runs/{id}',
  deleteRuns: 'DELETE /api/v1/runs',
  listPictures: 'GET /api/v1/pictures',
  exportPicture: 'POST /api/v1/pictures/{id}/export',
  keepPictures: 'PUT /api/v1/pictures',
  deletePictures: 'DELETE /api/v1/pictures',
  readSchedules: 'GET /api/v1/schedules',
  writeSchedules: 'PUT /api/v1/schedules',
  readSettings: 'GET /api/v1/settings',
  writeSettings: 'PUT /api/v1/settings',
  backup: 'POST /api/v1/backup',
  restore: 'POST /api/v1/restore',
  update: 'POST /api/v1/update',
  reset: 'POST /api/v1/reset',
};

/** Least role of a deed; undefined for one that there is not, which nobody may. */
export function leastOf(deed: Deed): Least | undefined {
  const command = /^command (.*)$/.exec(deed)?.[1];
  const tableOf = command === undefined ? deedRoutes : commandPolicies;
  const name = command ?? deed;
  if (!Object.hasOwn(tableOf, name)) return undefined;
  return command === undefined
    ? routePolicies[deedRoutes[deed as keyof typeof deedRoutes]].least
    : commandPolicies[command as CommandName];
}

/** Throws GatewayError `noPolicy` when a route or a command has no line in its table, or a line has no route. */
export function checkPolicies(
  routes: readonly string[],
  commands: readonly string[],
  tables: { routes: Readonly<Record<string, Policy>>; commands: Readonly<Record<string, Least>> } = {
    routes: routePolicies,
    commands: commandPolicies,
  },
): void {
  const missing = [
    ...routes.filter((route) => !Object.hasOwn(tables.routes, route)),
    ...commands.filter((command) => !Object.hasOwn(tables.commands, command)).map((command) => `command ${command}`),
  ];
  const idle = Object.keys(tables.routes).filter((route) => !routes.includes(route));
  if (missing.length > 0)
    throw new GatewayError('noPolicy', `No policy for ${missing.join(', ')}; say in policy.ts who may`);
  if (idle.length > 0) throw new GatewayError('noPolicy', `policy.ts speaks of ${idle.join(', ')}: no such route`);
}
