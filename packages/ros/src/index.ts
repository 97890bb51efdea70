export { rosIsSourced } from './loadRcl.ts';
export type { ClockOwner } from './ownedClock.ts';
export { type EnclaveRights, policyXml, watchers } from './policy.ts';
export { type GraphPrivacy, graphPrivacy, shellLines } from './privacy.ts';
export type { Env } from './privacyFacts.ts';
export { hostFacts } from './privacyHost.ts';
export { type NodeRights, rightsOf } from './rights.ts';
export { createRosGraph, RosGraph, type RosGraphOptions } from './rosGraph.ts';
