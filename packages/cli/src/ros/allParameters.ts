import { type ParameterSchemas, replayParameters } from '@homebound/graph';
import { allParameters, coverageNode, floorEyeNode, followPathNode, navigateNode, plannerNode } from '@homebound/nodes';
import { mapServerParameters } from './mapServer.ts';
import { simulationParameters } from './simulator.ts';
import { viewerParameters } from './viewer.ts';

/** Parameters of every node that an executable runs, by node: what the files in launch/config are written from. */
export const allRosParameters: ParameterSchemas = {
  ...allParameters,
  simulation: simulationParameters,
  viewer: viewerParameters,
  ...Object.fromEntries(
    [floorEyeNode, coverageNode, plannerNode, followPathNode, navigateNode].map(({ name, parameters }) => [
      name,
      parameters,
    ]),
  ),
  map_server: mapServerParameters,
  replay: replayParameters,
};
