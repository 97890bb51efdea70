import { actionCases } from './actions.ts';
import type { ContractCase } from './contract.ts';
import { nodeCases } from './nodes.ts';
import { serviceCases } from './services.ts';
import { topicCases } from './topics.ts';

/** The contract of the node interface: what every graph promises to a node. */
export const contract: readonly ContractCase[] = [...topicCases, ...serviceCases, ...actionCases, ...nodeCases];
