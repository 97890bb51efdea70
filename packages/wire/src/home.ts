import type { CommandName } from './command.ts';
import type { AreaSettings } from './jobCommand.ts';
import type { MissionStateName, ReasonCode } from './status.ts';

/**
 * What the household keeps on its robot, as a gateway asks for it. The store answers in the robot's own process or over a
 * socket, so each call is a value: a name, a request, maybe bytes; and the answer the same.
 */

/** A map that is kept. */
export interface MapEntry {
  readonly id: string;
  readonly name: string;
  /** s since 1970. */
  readonly created_s: number;
  readonly changed_s: number;
  readonly area_m2: number;
  readonly rooms: number;
  /** How many earlier revisions can be gone back to. */
  readonly earlier: number;
  readonly bytes: number;
  /** Why the newest revision can't be read; an earlier one is used instead. */
  readonly problem?: string;
}

/** Files that a map is carried out in. `mapServer` is a tar of the yaml and the pgm. */
export const mapFileFormats = ['hbmap', 'mapServer', 'valetudo', 'png', 'svg'] as const;
export type MapFileFormat = (typeof mapFileFormats)[number];

/** A run of the history. */
export interface RunEntry {
  readonly id: string;
  /** s since 1970, by the robot's clock. */
  readonly begun_s: number;
  readonly ended_s: number;
  /** How it ended; `interrupted` when the robot was switched off meanwhile, `running` while it goes on. */
  readonly outcome: 'finished' | 'stopped' | 'stuck' | 'interrupted' | 'running';
  readonly reason: string;
  readonly reasonCode: ReasonCode;
  /** `person`, or the ids of schedules, with commas. */
  readonly by: string;
  readonly coverage: number;
  readonly cleanedArea_m2: number;
  readonly reachableArea_m2: number;
  readonly drivenLength_m: number;
  readonly cleaningTime_s: number;
}

export interface RunEvent {
  readonly stamp_s: number;
  readonly state: MissionStateName;
  readonly reasonCode: ReasonCode;
  readonly reason: string;
}

export interface RunDetail extends RunEntry {
  /** Where it drove, map frame of its end, m, interleaved; a pair of nulls lifts the pen. */
  readonly path: readonly (number | null)[];
  /** What was swept: cells of 5 cm in runs of (value, count), row-major from min y. */
  readonly swept?: {
    readonly width: number;
    readonly height: number;
    readonly resolution_m: number;
    readonly originX_m: number;
    readonly originY_m: number;
    readonly runs: readonly number[];
  };
  readonly events: readonly RunEvent[];
}

/** A job on certain days, by the clock on the wall of this home. */
export interface Schedule {
  readonly id: string;
  readonly isOn: boolean;
  /** 1 Monday to 7 Sunday (ISO 8601). */
  readonly days: readonly number[];
  /** `HH:MM`, 24 hours. */
  readonly time: string;
  /** Rooms by id; absent is everywhere. */
  readonly rooms?: readonly number[];
  readonly settings?: AreaSettings;
}

export interface HomeSettings {
  /** What people call the robot; shown to paired devices only. */
  readonly robotName: string;
  /** IANA zone, e.g. `Europe/Berlin`; `UTC` until a paired page has said. */
  readonly timeZone: string;
  /** Runs older than this are forgotten, days; 0 keeps no history at all. */
  readonly keepHistory_days: number;
}

/** A picture of an obstacle that is kept. */
export interface PictureEntry {
  readonly id: string;
  /** s since 1970. */
  readonly stamp_s: number;
  /** The obstacle's id; it goes with it. Absent of one that an earlier version kept. */
  readonly obstacle?: number;
  /** As the obstacle's. */
  readonly kind: string;
  /** A detector's word; empty when none named it. */
  readonly label: string;
  /** Where it lies in its map. */
  readonly x_m: number;
  readonly y_m: number;
  /** Absent while the map is not saved. */
  readonly map?: string;
  readonly bytes: number;
}

/** What is gone for good. */
export interface GoneEntry {
  readonly kind: string;
  readonly id: string;
  readonly versions: number;
  readonly bytes: number;
}

type None = Readonly<Record<string, never>>;
interface Of<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** Every call, what it takes and gives. Those with bytes say so. */
export interface HomeCalls {
  readonly listMaps: Of<None, { readonly maps: readonly MapEntry[] }>;
  /** Gives the file as bytes. */
  readonly exportMap: Of<
    { readonly id: string; readonly format: MapFileFormat },
    { readonly fileName: string; readonly mediaType: string }
  >;
  /** Takes a `.hbmap` or a ValetudoMap as bytes; `name` of a map that brings none. */
  readonly importMap: Of<{ readonly name: string }, { readonly id: string }>;
  readonly undoMap: Of<{ readonly id: string }, None>;
  readonly deleteMap: Of<{ readonly id: string }, { readonly gone: readonly GoneEntry[] }>;
  /** Newest first. */
  readonly listRuns: Of<None, { readonly runs: readonly RunEntry[] }>;
  readonly readRun: Of<{ readonly id: string }, RunDetail>;
  /** All of them when no ids are given. */
  readonly deleteRuns: Of<{ readonly ids?: readonly string[] }, { readonly gone: readonly GoneEntry[] }>;
  /** Newest first, and for how many days they are kept: 0 is off. */
  readonly listPictures: Of<None, { readonly keep_days: number; readonly pictures: readonly PictureEntry[] }>;
  /** Gives the picture as bytes, a PNG. */
  readonly exportPicture: Of<{ readonly id: string }, None>;
  /** Switches them on for some days, at most seven, or off (0): what is older goes for good. */
  readonly keepPictures: Of<{ readonly keep_days: number }, { readonly gone: readonly GoneEntry[] }>;
  /** All of them when no ids are given. */
  readonly deletePictures: Of<{ readonly ids?: readonly string[] }, { readonly gone: readonly GoneEntry[] }>;
  readonly readSchedules: Of<None, { readonly schedules: readonly Schedule[] }>;
  readonly writeSchedules: Of<{ readonly schedules: readonly Schedule[] }, None>;
  readonly readSettings: Of<None, HomeSettings>;
  readonly writeSettings: Of<HomeSettings, None>;
  /** Gives the backup as bytes. */
  readonly backup: Of<{ readonly passphrase: string }, { readonly fileName: string }>;
  /** Takes a backup as bytes: all of it, or nothing. Pairings are not in it. */
  readonly restore: Of<{ readonly passphrase: string }, { readonly objects: number }>;
  /** Takes a signed update as bytes; it is tried at the next start. */
  readonly update: Of<None, { readonly version: string }>;
  /** Factory reset; needs a person at the robot, who has pressed its reset button within the last two minutes. */
  readonly reset: Of<None, { readonly gone: readonly GoneEntry[] }>;
}
export type HomeCall = keyof HomeCalls;

/** What a robot in another process than its gateway is asked on behalf of somebody, who must be one that may. */
export type Deed = `command ${CommandName}` | HomeCall | 'look' | 'readAudit' | 'setClock';

/**
 * What the audit log says of a call that was carried out or refused; calls that only show are not in it. The store writes it
 * down, by `HomeDesk.ask`'s `by`: who holds the data says who took it, whatever a gateway says.
 */
export const homeDeeds: {
  readonly [C in HomeCall]?: {
    readonly kind: 'camera' | 'export' | 'delete' | 'config' | 'update' | 'reset';
    readonly what: string;
  };
} = {
  exportMap: { kind: 'export', what: 'map' },
  exportPicture: { kind: 'export', what: 'picture' },
  backup: { kind: 'export', what: 'backup' },
  deleteMap: { kind: 'delete', what: 'map' },
  deleteRuns: { kind: 'delete', what: 'runs' },
  deletePictures: { kind: 'delete', what: 'pictures' },
  keepPictures: { kind: 'camera', what: 'pictures' },
  importMap: { kind: 'config', what: 'map-import' },
  undoMap: { kind: 'config', what: 'map-undo' },
  writeSchedules: { kind: 'config', what: 'schedules' },
  writeSettings: { kind: 'config', what: 'settings' },
  restore: { kind: 'config', what: 'restore' },
  update: { kind: 'update', what: 'file' },
  reset: { kind: 'reset', what: 'all' },
};

/** The same of one request: of pictures also for how many days they are to be kept, 0 for none. Undefined for a call that only shows. */
export function homeDeed<C extends HomeCall>(call: C, request: HomeCalls[C]['request']) {
  const deed = homeDeeds[call];
  if (deed === undefined || call !== 'keepPictures') return deed;
  const { keep_days } = request as HomeCalls['keepPictures']['request'];
  return keepsDays.test(String(keep_days)) ? { ...deed, what: `${deed.what}-${keep_days}` } : deed;
}

/** What was refused may be anything: it finds no way into the log. */
const keepsDays = /^[0-7]$/;

export interface HomeReply<C extends HomeCall> {
  readonly answer: HomeCalls[C]['answer'];
  readonly bytes?: Uint8Array;
}

export interface HomeDesk {
  /**
   * @param by who asks, as the audit log has it: `session-0123456789abcdef`, or a part of the robot (`here`, `button`)
   * @param token the secret of the device that asks, as it gave it: a store in another process finds out by it who asks, whatever `by` says
   * Rejects with HomeRefusal.
   */
  ask<C extends HomeCall>(
    call: C,
    request: HomeCalls[C]['request'],
    by: string,
    bytes?: Uint8Array,
    token?: string,
  ): Promise<HomeReply<C>>;
}

export const homeRefusals = ['notFound', 'invalid', 'tooLarge', 'diskFull', 'busy', 'presence', 'failed'] as const;

/** Why the store would not, in words for a person; nothing was changed. */
export class HomeRefusal extends Error {
  override readonly name = 'HomeRefusal';
  readonly code: (typeof homeRefusals)[number];

  constructor(code: (typeof homeRefusals)[number], message: string) {
    super(message);
    this.code = code;
  }
}
