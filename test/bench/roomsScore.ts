/** How well found rooms match true ones. Arrays hold a value per room that counts. */
export interface RoomScores {
  /** Best intersection over union of each true room with any found one. */
  readonly ious: number[];
  /** Best share of each true room in one found one (Bormann et al., ICRA 2016). */
  readonly recalls: number[];
  /** Best share of each found room in one true one; rooms that touch no true room count as 0. */
  readonly precisions: number[];
}

/** Regions of up to so many cells are ignored, as the authors of the plans do. */
export const IGNORED_CELLS = 100;

/**
 * @param truth  id of the true room of each cell, 0 = none
 * @param found  id of the found room of the same cells
 */
export function scoreRooms(truth: ArrayLike<number>, found: ArrayLike<number>): RoomScores {
  const trueCells = new Map<number, number>();
  const foundCells = new Map<number, number>();
  const both = new Map<number, number>();
  const count = (map: Map<number, number>, key: number) => map.set(key, (map.get(key) ?? 0) + 1);
  for (let i = 0; i < truth.length; i++) {
    if (truth[i] !== 0) count(trueCells, truth[i]);
    if (found[i] !== 0) count(foundCells, found[i]);
    if (truth[i] !== 0 && found[i] !== 0) count(both, truth[i] * 0x10000 + found[i]);
  }
  const large = (map: Map<number, number>) => [...map].filter(([, n]) => n > IGNORED_CELLS).map(([id]) => id);
  const iou = new Map(large(trueCells).map((id) => [id, 0]));
  const recall = new Map(large(trueCells).map((id) => [id, 0]));
  const precision = new Map(large(foundCells).map((id) => [id, 0]));
  const raise = (map: Map<number, number>, id: number, value: number) => {
    const known = map.get(id);
    if (known !== undefined && value > known) map.set(id, value);
  };
  for (const [key, n] of both) {
    const [t, f] = [Math.floor(key / 0x10000), key % 0x10000];
    const [nt, nf] = [trueCells.get(t) ?? 0, foundCells.get(f) ?? 0];
    raise(iou, t, n / (nt + nf - n));
    raise(recall, t, n / nt);
    raise(precision, f, n / nf);
  }
  return { ious: [...iou.values()], recalls: [...recall.values()], precisions: [...precision.values()] };
}

/** Figures of several maps as one line of a table. */
export interface RoomFigures {
  readonly maps: number;
  readonly rooms: number;
  readonly meanIou: number;
  readonly above05: number;
  readonly above08: number;
  readonly recall: number;
  readonly precision: number;
  readonly foundPerRoom: number;
}

export function figuresOf(scores: readonly RoomScores[]): RoomFigures {
  const ious = scores.flatMap((s) => s.ious);
  const precisions = scores.flatMap((s) => s.precisions);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const above = (limit: number) => ious.filter((v) => v > limit).length / ious.length;
  return {
    maps: scores.length,
    rooms: ious.length,
    meanIou: mean(ious),
    above05: above(0.5),
    above08: above(0.8),
    recall: mean(scores.flatMap((s) => s.recalls)),
    precision: mean(precisions),
    foundPerRoom: precisions.length / ious.length,
  };
}
