import { diagnosticsNode } from '@homebound/nodes';
import type { RosPart } from './executable.ts';

export const diagnostics: RosPart = { add: (graph) => graph.add(diagnosticsNode()) };
