export {
  type EndpointInfo,
  LocalGraph,
  type LocalGraphOptions,
  type ServerInfo,
  type TopicInfo,
} from './localGraph.ts';
export * from './node.ts';
export { Pace, type PaceHost, type PaceOptions, type Speed } from './pace.ts';
export * from './parameters.ts';
export type { PublisherInfo, Tap } from './topic.ts';
