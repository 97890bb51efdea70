import { navigateNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const navigate: RosPart = { add: (graph) => graph.add(navigateNode) };
