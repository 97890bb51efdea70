import { qos } from '@homebound/graph';
import { map_msgs, nav_msgs, nav2_msgs } from '@homebound/messages';
import { TestFloor, testRoomMap } from '../coverage/testFloor.ts';
import { type MapFolder, MapFolderError, type NamedFile, whyNotName } from './mapFolder.ts';
import { mapServerNode } from './mapServerNode.ts';

const { LoadMap, LoadMap_Response: codes, SaveMap } = nav2_msgs;

/** A folder in memory. */
class MemoryFolder implements MapFolder {
  readonly files = new Map<string, Uint8Array>();

  read(name: string): Uint8Array {
    const bytes = this.files.get(name);
    if (bytes === undefined) throw new MapFolderError('missing', `there is no ${name} in the map folder`);
    return bytes;
  }

  write(files: readonly NamedFile[]): void {
    for (const { name, bytes } of files) this.files.set(name, bytes);
  }
}

function ready(folder = new MemoryFolder(), overrides = {}) {
  const test = new TestFloor();
  test.graph.add(mapServerNode(folder), overrides);
  test.graph.runFor(0.1);
  const seen: { maps: nav_msgs.OccupancyGrid[]; data: nav_msgs.MapMetaData[] } = { maps: [], data: [] };
  test.graph.outside.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => seen.maps.push(m));
  test.graph.outside.subscribe(nav_msgs.MapMetaData, 'map_metadata', qos.latched, (m) => seen.data.push(m));
  const save = (request: Partial<nav2_msgs.SaveMap_Request>) =>
    test.call(SaveMap, 'map_saver/save_map', request).result;
  const load = (map_url: string) => test.call(LoadMap, 'map_server/load_map', { map_url });
  return { test, folder, seen, save, load };
}

/** A folder with the test room in it, saved by the node itself. */
function withRoom(): MemoryFolder {
  const { test, folder, save } = ready();
  test.publishMap();
  test.graph.runFor(0.1);
  expect(save({ map_url: 'room' })).toBe(true);
  return folder;
}

test('saved and loaded again a map is the same, latched with its metadata', () => {
  const folder = withRoom();
  expect([...folder.files.keys()].sort()).toEqual(['room.pgm', 'room.yaml']);
  const { test, seen, load } = ready(folder);
  const { result, map } = load('room.yaml');
  expect(result).toBe(codes.RESULT_SUCCESS);
  test.graph.runFor(0.1);
  const room = testRoomMap();
  expect([...map.data]).toEqual([...room.data]);
  expect(seen.maps).toEqual([map]);
  expect(seen.data).toEqual([map.info]);
  expect(map.header.frame_id).toBe('map');
  expect(map.info.origin.position).toMatchObject({ x: room.originX_m, y: room.originY_m });
  expect(test.call(nav_msgs.GetMap, 'map_server/map', {}).map.data).toEqual(map.data);
});

test('beside a SLAM it publishes nothing until a map is loaded; one that is named is published from the start', () => {
  const idle = ready();
  expect(idle.test.graph.topics().find(({ name }) => name === 'map')?.publishers ?? []).not.toContain('map_server');
  const { test, seen } = ready(withRoom(), { yaml_filename: 'room' });
  test.graph.runFor(0.1);
  expect(seen.maps).toHaveLength(1);
});

test('what is saved is the newest: updates count', () => {
  const { test, folder, save } = ready();
  test.publishMap();
  test.graph.runFor(0.1);
  const updates = test.graph.outside.publisher(map_msgs.OccupancyGridUpdate, 'map_updates');
  updates.publish({ x: 20, y: 20, width: 2, height: 1, data: Int8Array.of(100, 100) });
  test.graph.runFor(0.1);
  expect(save({ map_url: 'room', map_mode: 'raw' })).toBe(true);
  const { map } = ready(folder).load('room');
  expect([...map.data.subarray(20 * 90 + 19, 20 * 90 + 23)]).toEqual([0, 100, 100, 0]);
});

test('thresholds of the request, and of the parameters where it says 0', () => {
  const grey = testRoomMap();
  grey.data.fill(22);
  const textOf = (request: object) => {
    const { test, folder, save } = ready();
    test.publishMap(grey);
    test.graph.runFor(0.1);
    expect(save({ map_url: 'grey', ...request })).toBe(true);
    return {
      yaml: new TextDecoder().decode(folder.files.get('grey.yaml')),
      last: folder.files.get('grey.pgm')?.at(-1),
    };
  };
  // 22 % is free below 25, unknown below 20.
  expect(textOf({})).toEqual({ yaml: expect.stringMatching(/occupied_thresh: 0\.65\nfree_thresh: 0\.25/), last: 254 });
  // 205 would be free then: (255 - 205) / 255 = 0.196. The middle is 1 - (0.2 + 0.9) / 2 of 255.
  expect(textOf({ free_thresh: 0.2, occupied_thresh: 0.9 })).toEqual({
    yaml: expect.stringMatching(/occupied_thresh: 0\.9\nfree_thresh: 0\.2\n/),
    last: 115,
  });
});

test('what can not be saved: no map on the topic, a picture of another kind, a mode without unknown', () => {
  const { folder, save } = ready();
  expect(save({ map_url: 'room', map_topic: 'other' })).toBe(false);
  expect(save({ map_url: 'room', image_format: 'bmp' })).toBe(false);
  expect(save({ map_url: 'room', map_mode: 'scale' })).toBe(false);
  expect(folder.files.size).toBe(0);
});

test.each([
  ['one that is not there', 'attic', codes.RESULT_MAP_DOES_NOT_EXIST],
  ['one whose yaml is none', 'prose', codes.RESULT_INVALID_MAP_METADATA],
  ['one whose picture is none', 'blind', codes.RESULT_INVALID_MAP_DATA],
  ['one whose picture lies elsewhere', 'spy', codes.RESULT_UNDEFINED_FAILURE],
  ['a path', '/etc/passwd', codes.RESULT_UNDEFINED_FAILURE],
])('not loaded: %s', (_, name, result) => {
  const folder = withRoom();
  const text = (yaml: string) => new TextEncoder().encode(yaml);
  folder.files.set('prose.yaml', text('once upon a time'));
  folder.files.set('blind.yaml', text('image: prose.yaml\nresolution: 0.05\norigin: [0, 0, 0]\n'));
  folder.files.set('spy.yaml', text('image: ../../secret.pgm\nresolution: 0.05\norigin: [0, 0, 0]\n'));
  const { test, seen, load } = ready(folder);
  expect(load(name)).toMatchObject({ result, map: { data: new Int8Array(0) } });
  expect(seen.maps).toEqual([]);
  expect(test.faults).toEqual([]);
});

test.each([
  ['', /no name/],
  ['/etc/cron.d/x', /absolute path/],
  ['~/map', /absolute path/],
  ['C:\\map', /absolute path/],
  ['../map', /leads out of the map folder/],
  ['a/../../map', /leads out/],
  ['..', /leads out/],
  ['sub/map', /is a path/],
  ['a\\b', /is a path/],
  ['file:///home/x/map.yaml', /is an address/],
  ['package://nav2/map.yaml', /is an address/],
  ['.bashrc', /no dot first/],
  ['map\u0000.yaml', /no plain name/],
  ['map\n', /no plain name/],
  ['m'.repeat(101), /no plain name/],
])('the name %j is refused with its reason', (name, words) => {
  expect(whyNotName(name)).toMatch(words);
});
