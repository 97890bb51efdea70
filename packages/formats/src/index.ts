export {
  type CarmenLog,
  type CarmenOptions,
  type CarmenRecord,
  type LoggedOdometry,
  type LoggedScan,
  readCarmen,
} from './carmen.ts';
export { excerpt, FormatError, type FormatErrorCode } from './formatError.ts';
export { type GrayImage, readGrayImage } from './grayImage.ts';
export { decodeMap, encodeMap, type MapFiles, type MapYaml, readMapYaml } from './mapServer.ts';
export { type Relation, readRelations } from './relations.ts';
export { readSensorDescription, type SensorDescription } from './sensorDescription.ts';
