import { initPhysics, scene } from '@homebound/sim';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

test('S12, somebody walks about: let pass and cleaned round, walls followed with the side brush, home again', () => {
  const home = wholeHome({ world: scene('S12'), seed: 1 });
  home.graph.runFor(3);
  home.command('start');
  expect(home.runUntil(2400, 'finished', 'stopped', 'stuck')).toBe('finished');
  const { docked, cliffFalls, hardContacts, hardContactsByKind, coverage, wallBandCoverage } = home.referee.score();
  expect({ docked, cliffFalls }).toEqual({ docked: true, cliffFalls: 0 });
  // Nothing but shoes, which reach 0.13 m out of the shins that the lidar sees.
  expect(hardContactsByKind).toEqual({ fixed: 0, heavy: 0, light: 0, actor: hardContacts });
  expect(hardContacts).toBeLessThan(12);
  expect(coverage).toBeGreaterThan(0.95);
  expect(wallBandCoverage).toBeGreaterThan(0.8);
  expect(home.faults).toEqual([]);
});
