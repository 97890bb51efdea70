import type { GroupShape } from './groupShape.ts';
import { kindOfLabel } from './kindOfLabel.ts';
import type { NamedThing } from './namedThings.ts';
import type { ObstacleKind } from './obstacle.ts';

/** Words that are said less surely decide nothing: the bar of the nets that we convert. */
const LEAST_SCORE = 0.4;

/** With how much care things are passed. A word may raise it and never lower it: who errs here drives over a cord, or through what a pet left. */
const care: Readonly<Record<ObstacleKind, number>> = {
  ...{ threshold: 0, overhang: 1 },
  ...{ thing: 2, shoe: 2, soft: 2, toy: 2 },
  ...{ cable: 3, low: 4 },
  // Floor that is none is no thing, and who lives is told where it was seen.
  ...{ drop: 5, person: 6, pet: 6 },
};

/** How high, at least and at most, and how long at most what is called so may be, m: two shoes side by side are one; cords are known by their shape, a power strip is a thing. */
const sizes: Readonly<Partial<Record<ObstacleKind, readonly [low_m: number, high_m: number, long_m: number]>>> = {
  shoe: [0.04, 0.3, 0.5],
  soft: [0, 0.2, 1.5],
  toy: [0.01, 0.4, 0.6],
  cable: [0, 0.06, 0.6],
  low: [0, 0.1, 0.3],
};

/**
 * What a thing is by the surest word that was said there, where it is sure enough, a thing of that size can be called so, and it asks for no less care than
 * the shape.
 */
export function namedKind(names: readonly NamedThing[], byShape: ObstacleKind, shape: GroupShape): ObstacleKind {
  let best: ObstacleKind | undefined;
  let surest = 0;
  for (const { label, score } of names) {
    const kind = kindOfLabel(label);
    if (kind === undefined || score < LEAST_SCORE || score <= surest) continue;
    if (care[kind] < care[byShape] || !canBe(kind, shape)) continue;
    best = kind;
    surest = score;
  }
  return best ?? byShape;
}

function canBe(kind: ObstacleKind, { height_m, length_m }: GroupShape): boolean {
  const size = sizes[kind];
  return size !== undefined && height_m >= size[0] && height_m <= size[1] && length_m <= size[2];
}
