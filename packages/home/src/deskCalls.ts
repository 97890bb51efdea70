import { exportMap, importMap } from '@homebound/formats';
import { type HomeCall, type HomeCalls, HomeRefusal, type HomeReply } from '@homebound/wire';
import { makeBackup, takeBackup } from './backups.ts';
import type { HomeParts } from './homeParts.ts';
import { mapEntry } from './mapEntry.ts';

/** The calls that the store answers by itself; the others need the robot: its button, its next start. */
export type StoreCall = Exclude<HomeCall, 'reset' | 'update'>;

type Answers = {
  readonly [C in StoreCall]: (
    home: HomeParts,
    request: HomeCalls[C]['request'],
    bytes: Uint8Array | undefined,
  ) => HomeReply<C>;
};

/** How each call is answered. What it throws is a refusal, and nothing was changed. */
export const deskCalls: Answers = {
  listMaps: ({ maps }) => ({ answer: { maps: maps.ids().map((id) => mapEntry(maps, id)) } }),
  exportMap: ({ maps }, { id, format }) => {
    const map = maps.load(id);
    if (map === undefined) throw maps.unknown(id);
    const { fileName, mediaType, bytes } = exportMap(map, format);
    return { answer: { fileName, mediaType }, bytes };
  },
  importMap: (home, { name }, bytes) => ({ answer: { id: takeMap(home, name, given(bytes, 'map')) } }),
  undoMap: (home, { id }) => {
    home.maps.undo(id);
    home.mapChanged(id);
    return { answer: {} };
  },
  deleteMap: (home, { id }) => ({ answer: { gone: home.deleteMap(id) } }),
  listRuns: ({ runs }) => ({ answer: { runs: runs.list() } }),
  readRun: ({ runs }, { id }) => ({ answer: runs.read(id) }),
  deleteRuns: ({ runs }, { ids }) => ({ answer: { gone: runs.delete(ids) } }),
  listPictures: ({ pictures, options }) => {
    const { keep_days } = pictures;
    return { answer: { keep_days, pictures: pictures.list(options.now_s()) } };
  },
  exportPicture: ({ pictures, options }, { id }) => ({ answer: {}, bytes: pictures.read(id, options.now_s()) }),
  keepPictures: ({ pictures, options }, { keep_days }) => {
    const gone = pictures.setRule(keep_days, options.now_s());
    options.changed({ what: 'pictures', keep_days });
    return { answer: { gone } };
  },
  deletePictures: ({ pictures }, { ids }) => ({ answer: { gone: pictures.delete(ids) } }),
  readSchedules: ({ documents }) => ({ answer: { schedules: documents.schedules.read() } }),
  writeSchedules: ({ documents, options }, { schedules }) => {
    documents.writeSchedules(schedules, options.now_s());
    options.changed({ what: 'schedules', schedules });
    return { answer: {} };
  },
  readSettings: ({ documents }) => ({ answer: documents.settings.read() }),
  writeSettings: ({ documents, runs, options }, settings) => {
    documents.writeSettings(settings, options.now_s());
    runs.prune(options.now_s(), settings.keepHistory_days);
    options.changed({ what: 'settings', settings });
    return { answer: {} };
  },
  backup: ({ vault, options }, { passphrase }) => {
    const day = new Date(options.now_s() * 1000).toISOString().slice(0, 10);
    return { answer: { fileName: `homebound-${day}.backup` }, bytes: makeBackup(vault, passphrase) };
  },
  restore: (home, { passphrase }, bytes) => {
    const objects = takeBackup(home.vault, given(bytes, 'backup'), passphrase, home.resolution_m);
    home.allChanged();
    return { answer: { objects } };
  },
};

function given(bytes: Uint8Array | undefined, what: string): Uint8Array {
  if (bytes === undefined || bytes.length === 0) throw new HomeRefusal('invalid', `No ${what} came with the call`);
  return bytes;
}

/** A map from a file, as one of its own beside those that there are. */
export function takeMap({ maps, options, resolution_m }: HomeParts, name: string, bytes: Uint8Array): string {
  const now_s = Math.floor(options.now_s());
  const { appVersion } = options;
  const map = importMap(bytes, { name, now_s, appVersion, resolution_m });
  const { id } = map.meta;
  const isOwn = id !== 'map' && !maps.ids().includes(id);
  return maps.save({ ...map, meta: { ...map.meta, id: isOwn ? id : maps.freeId(map.meta.name) } }).meta.id;
}
