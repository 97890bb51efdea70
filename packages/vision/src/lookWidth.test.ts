import { cos, sin } from '@homebound/math';
import { type FloorRecord, floorKinds } from '@homebound/robot';
import type { BelievedCell } from './believedCell.ts';
import { votes } from './evidenceTiles.ts';
import { kindOf, shapeOf } from './groupShape.ts';
import { widthVote } from './lookWidth.ts';
import { TestDrive } from './testDrive.ts';
import { thresholdsOf } from './thresholds.ts';

const CELLS = 80;

/** A look at a bar through (0.35, 0) that runs in a direction, and is so wide; its middle looks like floor as high as a rug where that is asked for. */
function lookAt(direction: number, wide_m: number, isRug = false): FloorRecord {
  const kinds = new Uint8Array(CELLS * CELLS).fill(floorKinds.indexOf('floor'));
  const heights_mm = new Int16Array(CELLS * CELLS);
  const frame = { resolution_m: 0.01, width: CELLS, height: CELLS, originX_m: 0, originY_m: -0.4 };
  for (let iy = 0; iy < CELLS; iy++)
    for (let ix = 0; ix < CELLS; ix++) {
      const [x, y] = [(ix + 0.5) * 0.01 - 0.35, (iy + 0.5) * 0.01 - 0.4];
      const off_m = Math.abs(y * cos(direction) - x * sin(direction));
      if (off_m > wide_m / 2) continue;
      heights_mm[iy * CELLS + ix] = 8;
      if (!isRug || off_m > wide_m / 2 - 0.02) kinds[iy * CELLS + ix] = floorKinds.indexOf('low');
    }
  return { kind: 'floor', stamp_s: 1, ...frame, kinds, heights_mm, things: [] };
}

/** Of the bar's cells that tell of its width, the share for which it is wide; and how many tell nothing. */
function shareOf(look: FloorRecord): { wide: number; untold: number } {
  const counts = new Map([-1, 0, 1].map((vote) => [vote, 0]));
  for (let i = 0; i < look.kinds.length; i++) {
    if (look.kinds[i] !== floorKinds.indexOf('low')) continue;
    const vote = widthVote(look, i % CELLS, Math.floor(i / CELLS));
    counts.set(vote, (counts.get(vote) ?? 0) + 1);
  }
  const [narrow, untold, wide] = [...counts.values()];
  return { wide: wide / (wide + narrow), untold };
}

describe.each([0, 0.4, Math.PI / 4, 1.2, Math.PI / 2])('a bar that runs at %f rad', (direction) => {
  test('of 1 cm is a cord from nearby, and nothing from farther', () => {
    const { wide, untold } = shareOf(lookAt(direction, 0.012));
    expect(wide).toBe(0);
    expect(untold).toBeGreaterThan(10);
  });

  test.each([false, true])('of 10 cm is wide, also where its middle is floor as high as a rug: %p', (isRug) => {
    expect(shareOf(lookAt(direction, 0.1, isRug)).wide).toBeGreaterThan(0.85);
  });
});

/** A straight bar of 66 by 6 cm in the map, 7 mm high; of three cells one had a look from nearby, which said this of its width. */
function bar(wide: number, vote: (typeof votes)[number]): BelievedCell[] {
  return Array.from({ length: 99 }, (_, i) => ({
    cx: i % 33,
    cy: Math.floor(i / 33),
    evidence: 3,
    height_m: 0.007,
    vote: votes.indexOf(vote),
    wide: i % 3 === 0 ? wide : 0,
    owner: 0,
    hit_s: 1,
  }));
}

const around = { isAtWall: () => false, isRaised: () => false };

test.each(['thin', 'low'] as const)(
  'a cord that looks from here and there have smeared over three cells is no threshold: seen as %s',
  (vote) => {
    const cord = bar(-3, vote);
    expect(thresholdsOf([cord], new Set(), around)).toEqual([]);
    expect(kindOf(cord, shapeOf(cord))).toBe('cable');
    expect(thresholdsOf([bar(3, vote)], new Set(), around)).toHaveLength(1);
    // Looks from afar tell nothing of the width: what may be a cord is one, of the rest the map tells.
    expect(thresholdsOf([bar(0, vote)], new Set(), around)).toHaveLength(vote === 'thin' ? 0 : 1);
  },
);

test.each([4, 6, 8])('a strip of 4 cm in a door is crossed, %i mm high', (mm) => {
  const wall = (y: number) => ({ shape: 'box', x: 1, y, sizeX: 0.1, sizeY: 1, sizeZ: 1 }) as const;
  const strip = { shape: 'box', x: 1, y: 0, sizeX: 0.04, sizeY: 0.9, sizeZ: mm / 1000 } as const;
  for (let seed = 1; seed <= 3; seed++) {
    const told = new TestDrive(seed, { x: 0, y: 0, theta: 0 }).drive(2, { things: [strip, wall(0.95), wall(-0.95)] });
    expect([seed, told.map((obstacle) => obstacle.kind)]).toEqual([seed, ['threshold']]);
  }
});
