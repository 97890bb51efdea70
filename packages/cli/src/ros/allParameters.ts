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
  floor_eye: floorEyeNode.parameters,
  coverage: coverageNode.parameters,
  planner: plannerNode.parameters,
  follow_path: followPathNode.parameters,
  navigate: navigateNode.parameters,
  map_server: mapServerParameters,
  replay: replayParameters,
};
