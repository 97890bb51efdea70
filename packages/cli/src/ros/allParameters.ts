import type { ParameterSchemas } from '@homebound/graph';
import { allParameters } from '@homebound/nodes';
import { simulationParameters } from './simulator.ts';
import { viewerParameters } from './viewer.ts';

/** Parameters of every node that an executable runs, by node: what the files in launch/config are written from. */
export const allRosParameters: ParameterSchemas = {
  ...allParameters,
  simulation: simulationParameters,
  viewer: viewerParameters,
};
