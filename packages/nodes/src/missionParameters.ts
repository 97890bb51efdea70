import type { Node } from '@homebound/graph';
import { slicePeriod } from './inSlices.ts';

export const missionParameters = {
  fan: {
    default: 0.6,
    unit: '1',
    min: 0,
    max: 1,
    description: 'Fan level while cleaning, unless the job says another.',
  },
  brush: {
    default: 0.8,
    unit: '1',
    min: 0,
    max: 1,
    description: 'Main and side brush level while cleaning, unless the job says another.',
  },
  coverage_period: {
    default: 4,
    unit: 's',
    min: 0.5,
    max: 60,
    description: 'How often coverage is worked out and published.',
  },
  report_period: {
    default: 1,
    unit: 's',
    min: 0.1,
    max: 10,
    description: 'How often the state is published without news.',
  },
  slice_period: slicePeriod(0.02),
} as const;

export type MissionNode = Node<typeof missionParameters>;
