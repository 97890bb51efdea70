import { fromStamp, type homebound_interfaces, toStamp } from '@homebound/messages';
import type { AvoidedThing } from '@homebound/mission';
import { type Dismissal, distanceToArea } from '@homebound/plan';
import { type ObstacleKind, obstacleKinds } from '@homebound/vision';

/** m by which an outline must reach out of what was told to be news: a cell of the map. */
const MOVED_M = 0.021;

export function obstacleMessage(thing: AvoidedThing): homebound_interfaces.Obstacle {
  const { id, kind, label, confidence, outline_map, height_m, firstSeen_s, lastSeen_s } = thing;
  const { berth_m, reason, isDismissed } = thing;
  return {
    id,
    kind,
    label,
    confidence,
    outline: outline_map,
    height: height_m,
    first_seen: toStamp(firstSeen_s),
    last_seen: toStamp(lastSeen_s),
    berth: berth_m,
    reason,
    is_dismissed: isDismissed,
  };
}

export function dismissalMessage({ id, kind, x, y, radius_m, height_m }: Dismissal): homebound_interfaces.Dismissal {
  return { id, kind, x, y, radius: radius_m, height: height_m };
}

/** Throws RangeError for a kind that there is not, or an outline that is none. */
export function avoidedThing(m: homebound_interfaces.Obstacle): AvoidedThing {
  if (!(obstacleKinds as readonly string[]).includes(m.kind))
    throw new RangeError(`obstacles: kind must be one of ${obstacleKinds.join(', ')}, got ${m.kind}`);
  if (m.outline.length < 2 || m.outline.length % 2 !== 0 || !m.outline.every(Number.isFinite))
    throw new RangeError(`obstacles: outline must be pairs of finite numbers, got ${m.outline.length} values`);
  return {
    id: m.id,
    kind: m.kind as ObstacleKind,
    label: m.label,
    confidence: m.confidence,
    outline_map: m.outline,
    height_m: m.height,
    firstSeen_s: fromStamp(m.first_seen),
    lastSeen_s: fromStamp(m.last_seen),
    berth_m: m.berth,
    reason: m.reason,
    isDismissed: m.is_dismissed,
  };
}

/**
 * What is known now, each with the outline that was told before as long as the two agree: outlines flicker by a cell as a thing is seen from here and
 * there, and a way round it that is planned anew each time has slivers left to clean.
 */
export function steadied(now: readonly AvoidedThing[], before: readonly AvoidedThing[]): readonly AvoidedThing[] {
  return now.map((thing) => {
    const known = before.find(({ id }) => id === thing.id);
    return known === undefined || isElsewhere(thing.outline_map, known.outline_map)
      ? thing
      : { ...thing, outline_map: known.outline_map };
  });
}

/** Whether what is to be told, steadied, differs from what was told last, and not only in when it was seen or how surely. */
export function isNews(now: readonly AvoidedThing[], before: readonly AvoidedThing[]): boolean {
  return now.length !== before.length || now.some((thing, k) => !isSame(thing, before[k]));
}

function isSame(a: AvoidedThing, b: AvoidedThing): boolean {
  const isSameThing = a.id === b.id && a.kind === b.kind && a.label === b.label && a.outline_map === b.outline_map;
  return isSameThing && a.berth_m === b.berth_m && a.reason === b.reason;
}

/** Whether one of two outlines reaches out of the other by more than a cell. */
function isElsewhere(a: Float64Array, b: Float64Array): boolean {
  return reachesOut(a, b) || reachesOut(b, a);
}

function reachesOut(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i += 2) if (distanceToArea([a[i], a[i + 1], a[i], a[i + 1]], b) > MOVED_M) return true;
  return false;
}
