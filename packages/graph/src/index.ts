export { Bag, type BagFile, type BagOptions } from './bag.ts';
export {
  type BagMetadata,
  type RecordedTopic,
  type RecordingContents,
  readBagMetadata,
  writeBagMetadata,
} from './bagMetadata.ts';
export {
  type EndpointInfo,
  LocalGraph,
  type LocalGraphOptions,
  type ServerInfo,
  type TopicInfo,
} from './localGraph.ts';
export * from './node.ts';
export { Pace, type PaceHost, type PaceOptions, type Speed } from './pace.ts';
export { PacedTime } from './pacedTime.ts';
export { PaceMeter } from './paceMeter.ts';
export * from './parameters.ts';
export {
  type ParameterOverrides,
  type ParameterSchemas,
  parametersYaml,
  readParametersYaml,
} from './parametersYaml.ts';
export { type Recorder, type RecorderOptions, recordGraph } from './recorder.ts';
export {
  type ByteSource,
  ChunkRefused,
  type RecordedChannel,
  type RecordedMessage,
  Recording,
  type RecordingOptions,
  type RecordingReader,
} from './recording.ts';
export {
  type ByteSink,
  type ChunkCompression,
  type RecordingChannel,
  RecordingWriter,
  type RecordingWriterOptions,
} from './recordingWriter.ts';
export { type Replay, type ReplayOptions, replayInto } from './replay.ts';
export { type ReplayHost, replayNode, replayParameters } from './replayNode.ts';
export { checkPace, type Stepping, type TimeControl } from './timeControl.ts';
export { mismatch, type PublisherInfo, type Tap } from './topic.ts';
export { isZstd, unpackedBound } from './zstdSize.ts';
