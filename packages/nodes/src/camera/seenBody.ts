import type { ParameterValues } from '@homebound/graph';
import { defaultGeometry } from '@homebound/robot';
import { type DepthEyeOptions, defaultDepthNoise, limitsOf } from '@homebound/vision';

/** Of the robot and its camera, what decides of a look at the floor. */
export const seenBodyParameters = {
  robot_radius: {
    default: defaultGeometry.bodyRadius_m,
    unit: 'm',
    min: 0.01,
    max: 2,
    description: 'From base_frame to the front edge of the body: looks begin there.',
  },
  robot_height: {
    default: defaultGeometry.bodyHeight_m,
    unit: 'm',
    min: 0.01,
    max: 2,
    description: 'What hangs lower is in the way.',
  },
  depth_noise: {
    default: defaultDepthNoise.base_m,
    unit: 'm',
    min: 0.0001,
    max: 0.1,
    description: 'Standard deviation of a depth from nearby.',
  },
  depth_noise_growth: {
    default: defaultDepthNoise.growth_pm,
    unit: '1/m',
    min: 0,
    max: 0.5,
    description:
      'By how much that grows with the square of the depth. Told too low, a noisy camera shows cords on bare floor.',
  },
} as const;

export function depthEyeOptions(parameters: ParameterValues<typeof seenBodyParameters>): DepthEyeOptions {
  const { robot_radius, robot_height, depth_noise, depth_noise_growth } = parameters;
  return {
    limits: limitsOf({ ...defaultGeometry, bodyRadius_m: robot_radius, bodyHeight_m: robot_height }),
    noise: { base_m: depth_noise, growth_pm: depth_noise_growth },
  };
}
