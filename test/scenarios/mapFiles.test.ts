import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readValetudoMap, vendorHome } from '@homebound/formats';
import { dataFolder, dataTest, homebound, temporaryFolder } from '../helpers/homebound.ts';

const vendor = join(dataFolder, 'vendor-maps', 'd9_1058_with_custom_named_segments.json');
const small = join(dataFolder, 'vendor-maps', 'S5_FW1886_without_extra_data.json');

function homeFolder(): string {
  const folder = join(temporaryFolder(), 'home');
  mkdirSync(folder);
  return folder;
}

async function kept(folder: string): Promise<{ id: string; floor_m2: number; revisions: { revision: number }[] }[]> {
  return JSON.parse((await homebound('maps', folder, '--json')).out);
}

dataTest(
  'a maker’s map and a map_server map are taken in, and carried out in each format that others read',
  async () => {
    const folder = homeFolder();
    for (const file of [vendor, join(dataFolder, 'homes', 'extra_01.yaml')])
      expect((await homebound('maps', folder, '--import', file)).code).toBe(0);
    const [d9, extra] = await kept(folder);
    const free_m2 = (json: string): number => {
      const { grid } = readValetudoMap(json);
      return grid.data.filter((value) => value === 0).length * grid.resolution_m ** 2;
    };
    expect(d9.floor_m2).toBeCloseTo(free_m2(readFileSync(vendor, 'utf8')), 1);
    expect(extra.id).toBe('extra-01');

    const out = (name: string): string => join(folder, '..', name);
    const carry = async (format: string, file: string): Promise<Buffer> => {
      const { code, err } = await homebound('maps', folder, '--export', d9.id, '--as', format, '--out', file);
      expect([code, err]).toEqual([0, expect.stringContaining('which is not encrypted')]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      return readFileSync(file);
    };
    const json = (await carry('valetudo', out('map.json'))).toString();
    expect(free_m2(json)).toBeCloseTo(d9.floor_m2, 1);
    const names = (text: string): string[] => vendorHome(readValetudoMap(text)).rooms.rooms.map(({ name }) => name);
    expect(names(json)).toEqual(names(readFileSync(vendor, 'utf8')));
    expect((await carry('svg', out('map.svg'))).toString()).toContain('>Flur</text>');
    expect((await carry('png', out('map.png'))).subarray(1, 4).toString()).toBe('PNG');
    await carry('mapServer', out('map.tar'));
    // By the system's own tool, not by ours.
    execFileSync('tar', ['-xf', out('map.tar'), '-C', out('.')]);
    await carry('hbmap', out('map.hbmap'));
    for (const file of ['map.yaml', 'map.hbmap', 'map.json'])
      expect((await homebound('maps', folder, '--import', out(file))).code).toBe(0);
    expect((await kept(folder)).length).toBe(5);
  },
);

dataTest('a robot finds itself in a map that a maker’s robot drew, cleans by it and keeps it', async () => {
  const folder = homeFolder();
  expect((await homebound('maps', folder, '--import', small)).code).toBe(0);
  const out = join(folder, '..', 'run');
  const run = ['simulate', '--headless', '--world', small, '--home', folder, '--out', out, '--no-recording'];
  const { code, err } = await homebound(...run);
  expect([code, err.includes('fault')]).toEqual([0, false]);
  const maps = await kept(folder);
  // One map, which has been saved since: had it not known where it is, there were another.
  expect(maps.map(({ id }) => id)).toEqual(['s5-fw1886-without-extra-data']);
  expect(maps[0].revisions[0].revision).toBeGreaterThan(1);
});

dataTest('what is no map, or asked for wrongly, is one line', async () => {
  const folder = homeFolder();
  const line = async (...args: string[]): Promise<string> => (await homebound('maps', folder, ...args)).err.trim();
  expect(await line('--import', join(dataFolder, 'homes', 'extra_01.pgm'))).toMatch(/^homebound: .*no home map/);
  await homebound('maps', folder, '--import', small);
  expect(await line('--export', 'attic', '--as', 'svg')).toMatch(/^homebound: No map attic/);
  expect(await line('--as', 'svg')).toMatch(/^homebound: --as says how a map is exported: add --export MAP$/);
  expect(await line('--export', 'x', '--as', 'pdf')).toMatch(
    /Allowed choices are hbmap, mapServer, valetudo, png, svg/,
  );
});
