import { createRng } from '@homebound/math';

/** Colours of the mark, and how long its row of them is. */
const COLORS = 12;
const CELLS = 112;
/** Of the room: as many cells as fit on its four walls. */
const SIDE_M = 2.24;
const CELL_M = 0.08;
const HEIGHT_M = 0.5;

type Rgb = readonly [number, number, number];

/** A row of shining colours that goes once round the walls of a room: by a few of them in a row it is known again, whatever became of a picture. */
export interface Mark {
  readonly colors: readonly Rgb[];
  /** Index in `colors`, cell by cell; no two neighbours are of one colour. */
  readonly code: readonly number[];
}

/** What a picture's channels may be stored as: of a colour its value in each, in [0, 255]. The first three are exact. */
export const channels: readonly ((color: Rgb) => number)[] = [
  ([r]) => r,
  ([, g]) => g,
  ([, , b]) => b,
  // Luma of JPEG, of video (BT.601, BT.709), and the two of chroma.
  ([r, g, b]) => 0.299 * r + 0.587 * g + 0.114 * b,
  ([r, g, b]) => 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256,
  ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b,
  ([r, g, b]) => 128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
  ([r, g, b]) => 128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
];
export const EXACT_CHANNELS = 3;
/** So far apart are two colours in each channel. */
const APART = 5;

/** A mark that no other run has. */
export function markOf(seed: number): Mark {
  const rng = createRng(seed);
  const colors: Rgb[] = [];
  while (colors.length < COLORS) {
    const color: Rgb = [20 + rng.int(216), 20 + rng.int(216), 20 + rng.int(216)];
    const isApart = colors.every((other) =>
      channels.every((channel) => Math.abs(channel(color) - channel(other)) >= APART),
    );
    if (isApart) colors.push(color);
  }
  const code: number[] = [];
  while (code.length < CELLS) {
    const next = rng.int(COLORS);
    if (next !== code.at(-1)) code.push(next);
  }
  return { colors, code };
}

/** A room whose walls show the mark, with a dock: SDF. */
export function markedHome({ colors, code }: Mark): string {
  const half = SIDE_M / 2;
  const perWall = CELLS / 4;
  const box = (name: string, pose: string, size: string, more = ''): string =>
    `<collision name="${name}"><pose>${pose}</pose>${more}<geometry><box><size>${size}</size></box></geometry></collision>`;
  const sides = [0, 1, 2, 3].map((k) => ({ k, yaw: (k * Math.PI) / 2, c: [1, 0, -1, 0][k], s: [0, 1, 0, -1][k] }));
  const walls = sides.map(({ k, yaw, c, s }) =>
    box(
      `wall${k}`,
      `${half + c * (half + 0.06)} ${half + s * (half + 0.06)} ${HEIGHT_M / 2} 0 0 ${yaw}`,
      `0.1 ${SIDE_M + 0.3} ${HEIGHT_M}`,
    ),
  );
  const cells = code.map((color, i) => {
    const { yaw, c, s } = sides[Math.floor(i / perWall)];
    const along = ((i % perWall) + 0.5) * CELL_M - half;
    const [x, y] = [half + c * (half + 0.005) - s * along, half + s * (half + 0.005) + c * along];
    return box(
      `cell${i}`,
      `${x} ${y} ${HEIGHT_M / 2} 0 0 ${yaw}`,
      `0.01 ${CELL_M} ${HEIGHT_M}`,
      `<homebound:display>${colors[color].join(' ')}</homebound:display>`,
    );
  });
  return `<?xml version="1.0"?>
<sdf version="1.9" xmlns:homebound="urn:homebound:sdf"><world name="marked">
  <homebound:dock>0.25 ${half} 0</homebound:dock>
  <model name="walls"><static>true</static><link name="link">${[...walls, ...cells].join('\n')}</link></model>
</world></sdf>
`;
}
