import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { centreX, centreY, type GridFrame } from '@homebound/grid';
import { freeSpace, restrictionMask } from '@homebound/plan';
import { readValetudoMap } from './valetudoMap.ts';
import { vendorHome } from './vendorHome.ts';

const folder = `${process.env.HOMEBOUND_DATA ?? '../shared/data'}/vendor-maps`;
const whenThere = existsSync(folder) ? test : test.skip;
const read = (name: string) => readValetudoMap(readFileSync(`${folder}/${name}`, 'utf8'), name);

whenThere('every maker’s map becomes a home with its rooms, names and restrictions', () => {
  let rooms = 0;
  let named = 0;
  let shapes = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const map = read(name);
    const home = vendorHome(map, name);
    expect(home.rooms.rooms).toHaveLength(map.rooms.filter(({ label }) => map.labels.includes(label)).length);
    // Cell by cell, and not by toEqual, which takes seconds for a map.
    expect(home.rooms.labels.findIndex((id, cell) => id > 0 !== map.labels[cell] > 0)).toBe(-1);
    const area_m2 = (list: readonly { area_m2: number }[]) => list.reduce((sum, room) => sum + room.area_m2, 0);
    // Makers draw some floor under walls.
    expect(area_m2(home.rooms.rooms)).toBeLessThanOrEqual(area_m2(map.rooms) + 1e-9);
    rooms += home.rooms.rooms.length;
    named += home.rooms.rooms.filter((room) => room.name !== `Room ${room.id}`).length;
    const { noGo, noMop, walls } = home.restrictions;
    shapes += noGo.length + noMop.length + walls.length;
    expect(home.past).toEqual([]);
  }
  // Counted in the files: 135 segments, 23 of them named; 20 no-go areas, 2 no-mop areas, 18 virtual walls.
  expect([rooms, named, shapes]).toEqual([135, 23, 40]);
});

whenThere('its no-go areas are left out of the floor that a plan is made on', () => {
  const map = read('S5_FW2020_with_segments.json');
  const { keepOut } = restrictionMask(map.restrictions, map.grid);
  const { standable } = freeSpace(map.grid, { keepOut });
  const frame: GridFrame = map.grid;
  let least = Number.POSITIVE_INFINITY;
  for (let cell = 0; cell < standable.length; cell++) {
    if (standable[cell] === 0) continue;
    const x = centreX(frame, cell % frame.width);
    const y = centreY(frame, Math.floor(cell / frame.width));
    for (const area of map.restrictions.noGo) {
      // Makers' areas are upright rectangles.
      const dx = Math.max(area[0] - x, x - area[2], 0);
      const dy = Math.max(Math.min(area[1], area[5]) - y, y - Math.max(area[1], area[5]), 0);
      least = Math.min(least, Math.sqrt(dx * dx + dy * dy));
    }
  }
  expect(standable).toContain(1);
  expect(least).toBeGreaterThanOrEqual(0.17 + 0.05);
});
