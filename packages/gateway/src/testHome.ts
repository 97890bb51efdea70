import {
  type HomeCall,
  type HomeCalls,
  type HomeDesk,
  type HomeRefusal,
  type HomeReply,
  type HomeSettings,
  homeDeed,
} from '@homebound/wire';
import type { AuditLog } from './access/audit.ts';

/** For tests: a store that answers one of each, writes its deeds down as a store must, and remembers what it was asked. */
export interface TestHome extends HomeDesk {
  readonly asked: {
    readonly call: HomeCall;
    readonly request: unknown;
    readonly by: string;
    readonly bytes?: Uint8Array;
  }[];
  /** The next call is refused so. */
  refusal: HomeRefusal | undefined;
  /** How the robot is set. */
  settings: HomeSettings;
  /** The file that an export and a backup give. */
  file: Uint8Array;
}

/** What the tests' home must give away to nobody who may not know it. */
export const homeSecret = 'Geheimzimmer';
export const homeMapId = 'ground-floor';

const runEntry = {
  id: 'run-1',
  begun_s: 1_799_990_000,
  ended_s: 1_799_993_000,
  outcome: 'finished',
  reason: homeSecret,
  reasonCode: 'none',
  by: 'person',
  coverage: 0.97,
  cleanedArea_m2: 40,
  reachableArea_m2: 41,
  drivenLength_m: 300,
  cleaningTime_s: 2900,
} as const;
const gone = [
  { kind: 'map', id: homeMapId, versions: 3, bytes: 9000 },
  { kind: 'run', id: 'run-1', versions: 1, bytes: 700 },
];

const answers: { readonly [C in Exclude<HomeCall, 'readSettings'>]: HomeCalls[C]['answer'] } = {
  listMaps: {
    maps: [
      {
        id: homeMapId,
        name: homeSecret,
        created_s: 1_799_000_000,
        changed_s: 1_799_990_000,
        area_m2: 41,
        rooms: 3,
        earlier: 2,
        bytes: 9000,
      },
    ],
  },
  // A store that was taken over, or is careless: none of this may get into a header.
  exportMap: { fileName: `${homeSecret}"\r\nx-evil: 1`, mediaType: 'text/html' },
  importMap: { id: homeMapId },
  undoMap: {},
  deleteMap: { gone },
  listRuns: { runs: [runEntry] },
  readRun: {
    ...runEntry,
    path: [0, 0, 1, 0, null, null],
    events: [{ stamp_s: 1, state: 'cleaning', reasonCode: 'none', reason: homeSecret }],
  },
  deleteRuns: { gone: gone.slice(1) },
  listPictures: {
    keep_days: 7,
    pictures: [
      { id: 'picture-1', stamp_s: 1_799_990_000, kind: 'shoe', label: homeSecret, x_m: 1, y_m: 2, bytes: 9000 },
    ],
  },
  exportPicture: {},
  keepPictures: { gone: [] },
  deletePictures: { gone: [{ kind: 'picture', id: 'picture-1', versions: 1, bytes: 9000 }] },
  readSchedules: { schedules: [{ id: 'mornings', isOn: true, days: [1, 5], time: '09:30' }] },
  writeSchedules: {},
  writeSettings: {},
  backup: { fileName: homeSecret },
  restore: { objects: 7 },
  update: { version: '1.2.0' },
  reset: { gone },
};

export function testHome(audit: AuditLog, wall_s: () => number): TestHome {
  const home: TestHome = {
    asked: [],
    refusal: undefined,
    settings: { robotName: homeSecret, timeZone: 'Europe/Berlin', keepHistory_days: 90 },
    file: Buffer.from(homeSecret),
    ask: async <C extends HomeCall>(call: C, request: HomeCalls[C]['request'], by: string, bytes?: Uint8Array) => {
      home.asked.push({ call, request, by, bytes });
      const { refusal } = home;
      home.refusal = undefined;
      const deed = homeDeed(call, request);
      const outcome = refusal === undefined ? 'done' : 'refused';
      if (deed !== undefined) audit.append({ stamp_s: wall_s(), by, outcome, ...deed });
      if (refusal !== undefined) throw refusal;
      const file = call === 'exportMap' || call === 'exportPicture' || call === 'backup' ? home.file : undefined;
      const { [call]: answer } = { ...answers, readSettings: home.settings };
      return { answer, ...(file && { bytes: file }) } as HomeReply<C>;
    },
  };
  return home;
}
