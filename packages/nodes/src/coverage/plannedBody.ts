import type { ParameterValues } from '@homebound/graph';
import { hypot } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';

/** Of the robot that ways are planned for: named as Nav2's costmap names them. */
export const plannedBodyParameters = {
  base_frame: {
    default: 'base_link',
    description: 'Frame of the robot whose poses a way is made of: midway between the drive wheels.',
  },
  robot_radius: {
    default: defaultGeometry.bodyRadius_m,
    unit: 'm',
    min: 0.01,
    max: 2,
    description: 'Radius of the round body around base_frame.',
  },
  footprint: {
    default: '',
    description:
      'Corners of a body that is not round, as [[x, y], …] in base_frame, m. The circle around base_frame through the farthest one is planned for, so that it may turn anywhere.',
  },
  footprint_padding: {
    default: 0.02,
    unit: 'm',
    min: 0,
    max: 0.5,
    description: 'Room kept between body and obstacles: what map and controller are off together.',
  },
  map_subscribe_transient_local: {
    default: true,
    description: 'Whether the map is published latched, as map_server and SLAMs do.',
  },
  transform_tolerance: {
    default: 2,
    unit: 's',
    min: 0.05,
    max: 60,
    description: "How old the robot's pose on tf may be.",
  },
} as const;

/** What a way is planned for. */
export interface PlannedBody {
  readonly robotRadius_m: number;
  readonly margin_m: number;
}

/** Throws RangeError naming the parameter when the footprint is none. */
export function plannedBody(parameters: ParameterValues<typeof plannedBodyParameters>): PlannedBody {
  const { footprint, robot_radius, footprint_padding } = parameters;
  const robotRadius_m = footprint.trim() === '' ? robot_radius : circumscribed(footprint);
  return { robotRadius_m, margin_m: footprint_padding };
}

function circumscribed(footprint: string): number {
  let corners: unknown;
  try {
    corners = JSON.parse(footprint);
  } catch {
    corners = undefined;
  }
  const isPoint = (p: unknown): p is [number, number] => Array.isArray(p) && p.length === 2 && p.every(Number.isFinite);
  if (!Array.isArray(corners) || corners.length < 3 || !corners.every(isPoint))
    throw new RangeError(
      `footprint must be three or more corners as [[x, y], …] in m, or empty for a round body; got ${footprint}`,
    );
  return Math.max(...corners.map(([x, y]) => hypot(x, y)));
}
