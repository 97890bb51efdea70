import type { Node } from '@homebound/graph';
import { defaultGeometry } from '@homebound/robot';
import { slicePeriod } from '../inSlices.ts';
import type { CoverageOptions } from './coverageFloor.ts';
import { plannedBody, plannedBodyParameters } from './plannedBody.ts';

export const coverageParameters = {
  ...plannedBodyParameters,
  brush_width: {
    default: defaultGeometry.mainBrush.width_m,
    unit: 'm',
    min: 0.02,
    max: 2,
    description: 'What one lane sweeps: brush, mop, lamp or lawn blade, centred on base_frame.',
  },
  wanted_share: {
    default: 0,
    unit: '1',
    min: 0,
    max: 0.999,
    description:
      'Share of the reachable floor that is worth its way; 0 for the share that a brush of this width is best at (0.99 at 0.2 m).',
  },
  path_spacing: {
    default: 0.1,
    unit: 'm',
    min: 0.01,
    max: 2,
    description: 'Between poses of the path on a straight, unless the goal says another.',
  },
  max_speed: {
    default: defaultGeometry.maxSpeed_mps,
    unit: 'm/s',
    min: 0.02,
    max: 5,
    description: 'Top speed: times are told and directions chosen for it.',
  },
  max_acceleration: {
    default: defaultGeometry.maxAcceleration_mps2,
    unit: 'm/s2',
    min: 0.02,
    max: 20,
    description: 'Along the way: what a stop costs.',
  },
  max_yaw_rate: {
    default: defaultGeometry.maxYawRate_radps,
    unit: 'rad/s',
    min: 0.05,
    max: 20,
    description: 'Top speed of a turn in place: what a turn costs beside a longer way.',
  },
  max_yaw_acceleration: {
    default: defaultGeometry.maxYawAcceleration_radps2,
    unit: 'rad/s2',
    min: 0.05,
    max: 100,
    description: 'Of a turn in place.',
  },
  slice_period: slicePeriod(0.012),
} as const;

export type CoverageNode = Node<typeof coverageParameters>;

/** What ways are planned for. Throws RangeError naming the parameter that makes no sense. */
export function bodyOf(parameters: CoverageNode['parameters']): CoverageOptions {
  const { brush_width, wanted_share, max_speed, max_acceleration, max_yaw_rate, max_yaw_acceleration } = parameters;
  const body = plannedBody(parameters);
  if (brush_width > 2 * body.robotRadius_m)
    throw new RangeError(`brush_width must be at most the body's ${2 * body.robotRadius_m} m, got ${brush_width}`);
  return {
    ...body,
    brushWidth_m: brush_width,
    ...(wanted_share > 0 && { wantedShare: wanted_share }),
    motion: {
      maxSpeed_mps: max_speed,
      maxAcceleration_mps2: max_acceleration,
      maxYawRate_radps: max_yaw_rate,
      maxYawAcceleration_radps2: max_yaw_acceleration,
    },
  };
}
