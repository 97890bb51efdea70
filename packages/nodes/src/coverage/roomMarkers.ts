import { type std_msgs, visualization_msgs } from '@homebound/messages';
import type { HomePlan } from '@homebound/plan';
import { roomsMessage } from '../jobMessages.ts';

const { LINE_STRIP, TEXT_VIEW_FACING, DELETEALL, ADD } = visualization_msgs.Marker;
/** m: thickness of a border and height of a letter. */
const LINE_M = 0.04;
const LETTER_M = 0.3;
/** Colours that are told apart also by who sees no red or green (Okabe and Ito, 2008). */
const COLOURS = [
  [0.9, 0.62, 0],
  [0.34, 0.71, 0.91],
  [0, 0.62, 0.45],
  [0.94, 0.89, 0.26],
  [0, 0.45, 0.7],
  [0.84, 0.37, 0],
  [0.8, 0.47, 0.65],
] as const;

/** Rooms as RViz draws them: a border and a name with the id each. The first marker takes those of before away. */
export function roomMarkers(home: HomePlan, told: std_msgs.Header): visualization_msgs.Marker[] {
  const markers = [visualization_msgs.Marker.canonical({ header: told, action: DELETEALL })];
  for (const { id, name, is_seen, centre_x, centre_y, outline } of roomsMessage(home).rooms ?? []) {
    if (!is_seen) continue;
    const [r, g, b] = COLOURS[id % COLOURS.length];
    const common = { header: told, id, action: ADD, color: { r, g, b, a: 1 } };
    const { points } = outline;
    const corner = (i: number) => ({ x: points[i], y: points[i + 1], z: 0 });
    const corners = Array.from({ length: points.length / 2 }, (_, k) => corner(2 * k));
    markers.push(
      visualization_msgs.Marker.canonical({
        ...common,
        ns: 'outlines',
        type: LINE_STRIP,
        pose: upright(0, 0),
        scale: { x: LINE_M, y: 0, z: 0 },
        points: corners.length > 0 ? [...corners, corners[0]] : [],
      }),
      visualization_msgs.Marker.canonical({
        ...common,
        ns: 'names',
        type: TEXT_VIEW_FACING,
        pose: upright(centre_x, centre_y),
        scale: { x: 0, y: 0, z: LETTER_M },
        text: `${id} ${name}`,
      }),
    );
  }
  return markers;
}

function upright(x: number, y: number) {
  return { position: { x, y, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };
}
