import { frameParameters } from '../frames.ts';

export const slamParameters = {
  resolution: { default: 0.025, unit: 'm', min: 0.02, max: 0.2, description: 'Cell size of the map.' },
  map_period: { default: 2, unit: 's', min: 0.2, max: 60, description: 'How often changes of the map are published.' },
  work_period: {
    default: 0.05,
    unit: 's',
    min: 0.01,
    max: 1,
    description:
      'How often loop closing, map correction and the search of a lost robot get a slice of some milliseconds.',
  },
  save_period: {
    default: 60,
    unit: 's',
    min: 5,
    max: 3600,
    description: 'How often at most the map is saved while the robot rests.',
  },
  save_underway_period: {
    default: 120,
    unit: 's',
    min: 10,
    max: 3600,
    description: 'How often at most a map that has grown or was corrected is saved while the robot drives.',
  },
  ...frameParameters,
  odom_source: {
    default: 'topic',
    oneOf: ['topic', 'tf'],
    description:
      'Where odometry comes from: the topic odom, or the transform odom_frame → base_frame on tf, which is also taken when nobody publishes odom. Take tf where a filter (robot_localization) publishes that transform.',
  },
  use_odom_covariance: {
    default: false,
    description:
      "Whether the covariance of odom's pose is that of the whole way since its start, as of our own odometry, and is weighed against each scan. Many a driver says the same one for ever: leave it false.",
  },
  transform_tolerance: {
    default: 0.5,
    unit: 's',
    min: 0,
    max: 5,
    description: 'map_frame → odom_frame on tf is good for so long after its scan: its stamp is that far ahead.',
  },
} as const;

export type SlamParameters = typeof slamParameters;
