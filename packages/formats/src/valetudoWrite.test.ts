import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readValetudoMap, type ValetudoMap } from './valetudoMap.ts';
import { writeValetudoMap } from './valetudoWrite.ts';

const folder = `${process.env.HOMEBOUND_DATA ?? '../shared/data'}/vendor-maps`;
const whenThere = existsSync(folder) ? test : (test.skip as typeof test);
const texts = (): [name: string, json: string][] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]);

/** What is left of a map when what no pixel shows is left out: rooms all of whose floor lies under walls, and floor there. */
function shown(map: ValetudoMap): Omit<ValetudoMap, 'labels'> & { readonly roomOf: string[] } {
  const cells = new Map<number, number>();
  for (const label of map.labels) cells.set(label, (cells.get(label) ?? 0) + 1);
  const rooms = map.rooms
    .filter(({ label }) => cells.has(label))
    .map((room, k) => ({ ...room, label: k + 1, area_m2: Math.round((cells.get(room.label) ?? 0) * 1e6) }));
  const idOf = new Map(map.rooms.map(({ label, id }) => [label, id]));
  const { labels: _, ...rest } = map;
  return { ...rest, rooms, roomOf: Array.from(map.labels, (label) => idOf.get(label) ?? '') };
}

whenThere(
  'what was read of each maker’s map is written, and reads the same: cells, rooms, names, shapes, path, poses',
  () => {
    let paths = 0;
    for (const [name, json] of texts()) {
      const map = readValetudoMap(json, name);
      const written = writeValetudoMap(map);
      const again = readValetudoMap(written, name);
      const [a, b] = [shown(map), shown(again)];
      expect(Buffer.from(b.grid.data).equals(Buffer.from(a.grid.data))).toBe(true);
      expect(b.roomOf.join()).toBe(a.roomOf.join());
      expect({ ...b.grid, data: undefined }).toEqual({ ...a.grid, data: undefined });
      expect(b.rooms).toEqual(a.rooms);
      expect(b.restrictions).toEqual(a.restrictions);
      // Makers count a heading from -180 or from 0 on, and some with decimals: its last bits may differ.
      const { x, y, theta } = a.T_map_base ?? fail('has no robot');
      expect(b.T_map_base).toEqual({ x, y, theta: expect.closeTo(theta, 7) });
      const { yaw_rad } = a.charger ?? {};
      expect(b.charger).toEqual(
        a.charger && { ...a.charger, ...(yaw_rad !== undefined && { yaw_rad: expect.closeTo(yaw_rad, 7) }) },
      );
      expect(b.obstacles).toEqual(a.obstacles);
      for (const [k, path] of a.paths.entries())
        expect(Buffer.from(b.paths[k].buffer).equals(Buffer.from(path.buffer))).toBe(true);
      expect(writeValetudoMap(again)).toBe(written);
      paths += again.paths.length;
    }
    expect(paths).toBe(70);
  },
);

function fail(problem: string): never {
  throw new Error(problem);
}

/** Names and types of an object's fields, in their order: `__class:string,metaData:object`. */
const shape = (value: object): string =>
  Object.entries(value)
    .map(([key, field]) => `${key}:${Array.isArray(field) ? 'list' : typeof field}`)
    .join();

/** The shapes of a ValetudoMap's parts, with what kind of part each is. */
function shapesOf(json: string): Set<string> {
  const map = JSON.parse(json);
  const found = new Set([`map ${shape(map)}`, `size ${shape(map.size)}`, `meta ${shape(map.metaData)}`]);
  for (const { type, ...layer } of map.layers) {
    found.add(`layer ${shape({ ...layer, type })}`);
    found.add(`${type} meta ${shape(layer.metaData)}`);
    found.add(`dimensions ${shape(layer.dimensions)} x ${shape(layer.dimensions.x)} y ${shape(layer.dimensions.y)}`);
  }
  for (const entity of map.entities)
    found.add(`${entity.type} ${entity.__class} ${shape(entity)} meta ${shape(entity.metaData)}`);
  return found;
}

whenThere('every part is built field by field as the makers’ maps are, in their order', () => {
  const theirs = new Set(texts().flatMap(([, json]) => [...shapesOf(json)]));
  const strange = new Set<string>();
  for (const [name, json] of texts())
    for (const ours of shapesOf(writeValetudoMap(readValetudoMap(json, name))))
      if (!theirs.has(ours)) strange.add(ours);
  expect([...strange]).toEqual([]);
});

whenThere('layers that nothing overlaps have the very figures that the makers gave: area, middle, mean, count', () => {
  const read = JSON.parse(readFileSync(`${folder}/d9_1058_with_custom_named_segments.json`, 'utf8'));
  const ours = JSON.parse(writeValetudoMap(readValetudoMap(JSON.stringify(read))));
  expect(ours.metaData).toEqual(read.metaData);
  for (const layer of ours.layers) {
    const theirs = read.layers.find(
      (one: { type: string; metaData: { segmentId?: string } }) =>
        one.type === layer.type && one.metaData.segmentId === layer.metaData.segmentId,
    );
    expect(layer.dimensions.pixelCount).toBe(theirs.dimensions.pixelCount);
    expect(layer.dimensions.x).toMatchObject({ min: theirs.dimensions.x.min, max: theirs.dimensions.x.max });
    expect(layer.metaData.area).toBe(theirs.metaData.area);
    expect(layer.metaData.name).toBe(theirs.metaData.name);
    expect(layer.compressedPixels).toHaveLength(theirs.compressedPixels.length);
  }
  expect(ours.layers).toHaveLength(read.layers.length);
});

test('cells that are no whole number of centimetres are refused', () => {
  const grid = { width: 1, height: 1, resolution_m: 0.025, originX_m: 0, originY_m: 0, data: new Int8Array(1) };
  expect(() => writeValetudoMap({ grid, rooms: [], labels: [0] })).toThrow(
    /whole number of cm wide, got 2.5; resample/,
  );
});
