import { addThinking } from '@homebound/nodes';
import { defaultGeometry } from '@homebound/robot';
import type { RosPart } from './executable.ts';

export const mind: RosPart = { add: (graph) => addThinking(graph, defaultGeometry) };
