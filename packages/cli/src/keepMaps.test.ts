import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editHome, type HomeState, startHome } from '@homebound/plan';
import { keepMaps } from './keepMaps.ts';
import { sampleHomeMap } from './sampleHomeMap.ts';

const frame = { width: 8, height: 8, resolution_m: 0.25, originX_m: 0, originY_m: 0 };

function homeNamed(name: string): HomeState {
  const plan = startHome(new Int16Array(64).fill(1), frame);
  const { rooms, restrictions } = editHome(plan, { kind: 'rename', room: 1, name });
  return { rooms, restrictions };
}

test('rooms told before a map is saved are written with it, later ones at once, and the next run has them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-keep-'));
  const open = () =>
    keepMaps(folder, 'Home', 0.05, (text) => {
      throw new Error(`unexpected warning: ${text}`);
    });
  const nameKept = () => open().floors[0]?.home?.rooms.rooms[0].name;
  const { meta: _, extras: __, ...arrays } = sampleHomeMap('home');
  const floor = { ...arrays, resolution_m: 0.05 };
  try {
    const keeper = open();
    keeper.keepHome(0, homeNamed('Salon'));
    expect(open().floors).toEqual([]);
    keeper.save(0, floor, 0);
    expect(nameKept()).toBe('Salon');
    keeper.keepHome(0, homeNamed('Library'));
    expect(nameKept()).toBe('Library');
    // A map saved anew keeps what was told last, in this run and in the next.
    keeper.save(0, floor, 1);
    expect(nameKept()).toBe('Library');
    open().save(0, floor, 0);
    expect(nameKept()).toBe('Library');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a map begun beside another of the same name has a name of its own and comes after it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homebound-keep-'));
  const open = () =>
    keepMaps(folder, 'Home', 0.05, (text) => {
      throw new Error(`unexpected warning: ${text}`);
    });
  const { meta: _, extras: __, ...arrays } = sampleHomeMap('home');
  const floor = { ...arrays, resolution_m: 0.05 };
  try {
    for (let k = 0; k < 3; k++) open().save(k, floor, 0);
    expect(open().floors.map(({ name }) => name)).toEqual(['Home', 'Home 2', 'Home 3']);
    // The rooms of one are not those of another.
    open().keepHome(1, homeNamed('Attic'));
    expect(open().floors.map(({ home }) => home?.rooms.rooms[0].name)).toEqual([undefined, 'Attic', undefined]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
