import { hypot } from '@homebound/math';
import { fromStamp, type homebound_interfaces, toStamp } from '@homebound/messages';
import type { AvoidedThing } from '@homebound/mission';
import { type ObstacleKind, obstacleKinds } from '@homebound/vision';

/** m by which a corner must have moved to be news: half a cell. */
const MOVED_M = 0.01;

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

/** Whether what is to be told differs from what was told last, and not only in when it was seen or how surely. */
export function isNews(now: readonly AvoidedThing[], before: readonly AvoidedThing[]): boolean {
  return now.length !== before.length || now.some((thing, k) => !isSame(thing, before[k]));
}

function isSame(a: AvoidedThing, b: AvoidedThing): boolean {
  const isSameThing = a.id === b.id && a.kind === b.kind && a.label === b.label;
  const isPassedAlike = a.berth_m === b.berth_m && a.reason === b.reason;
  return isSameThing && isPassedAlike && !hasMoved(a.outline_map, b.outline_map);
}

function hasMoved(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return true;
  for (let i = 0; i < a.length; i += 2) if (hypot(a[i] - b[i], a[i + 1] - b[i + 1]) > MOVED_M) return true;
  return false;
}
