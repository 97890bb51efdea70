import { type std_msgs, visualization_msgs } from '@homebound/messages';
import type { AvoidedThing } from '@homebound/mission';
import type { ObstacleKind } from '@homebound/vision';

const { LINE_STRIP, TEXT_VIEW_FACING, DELETEALL, ADD } = visualization_msgs.Marker;
/** m: thickness of an outline, and height of a letter. */
const LINE_M = 0.01;
const LETTER_M = 0.06;
/** What must not be driven over, who moves, what is gone round, what is crossed: told apart also by who sees no red or green (Okabe and Ito, 2008). */
const NEVER = [0.84, 0.37, 0];
const ALIVE = [0.8, 0.47, 0.65];
const ROUND = [0.9, 0.62, 0];
const CROSSED = [0.34, 0.71, 0.91];
const COLOURS: Readonly<Partial<Record<ObstacleKind, readonly number[]>>> = {
  cable: NEVER,
  low: NEVER,
  drop: NEVER,
  person: ALIVE,
  pet: ALIVE,
  threshold: CROSSED,
};

/** Obstacles as RViz draws them: an outline at its height, and kind, label, confidence and what was decided. The first marker takes those of before away. */
export function obstacleMarkers(things: readonly AvoidedThing[], told: std_msgs.Header): visualization_msgs.Marker[] {
  const markers = [visualization_msgs.Marker.canonical({ header: told, action: DELETEALL })];
  for (const { id, kind, label, outline_map, height_m, confidence, reason, isDismissed } of things) {
    const [r, g, b] = COLOURS[kind] ?? ROUND;
    const common = { header: told, id, action: ADD, color: { r, g, b, a: isDismissed ? 0.3 : 1 } };
    const corners = Array.from({ length: outline_map.length / 2 }, (_, k) => ({
      x: outline_map[2 * k],
      y: outline_map[2 * k + 1],
      z: Math.max(0, height_m),
    }));
    const named = label === '' ? kind : `${kind} (${label})`;
    markers.push(
      visualization_msgs.Marker.canonical({
        ...common,
        ns: 'outlines',
        type: LINE_STRIP,
        pose: { position: { x: 0, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
        scale: { x: LINE_M, y: 0, z: 0 },
        points: [...corners, corners[0]],
      }),
      visualization_msgs.Marker.canonical({
        ...common,
        ns: 'names',
        type: TEXT_VIEW_FACING,
        pose: { position: { ...corners[0], z: height_m + LETTER_M }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
        scale: { x: 0, y: 0, z: LETTER_M },
        text: `${id} ${named} ${Math.round(100 * confidence)} %\n${reason}`,
      }),
    );
  }
  return markers;
}
