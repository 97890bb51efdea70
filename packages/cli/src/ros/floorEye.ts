import { floorEyeNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const floorEye: RosPart = { add: (graph) => graph.add(floorEyeNode) };
