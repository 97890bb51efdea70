export {
  type CarmenLog,
  type CarmenOptions,
  CarmenReader,
  type CarmenRecord,
  type LoggedOdometry,
  type LoggedScan,
  largestRange,
  limitRange,
  readCarmen,
} from './carmen.ts';
export { writeCarmen } from './carmenWrite.ts';
export { type Bounds, Drawing } from './drawing.ts';
export { drawnGrid, tilesOf } from './drawnGrid.ts';
export { type ExportOptions, exportMap, type MapFile } from './exportMap.ts';
export { excerpt, FormatError, type FormatErrorCode } from './formatError.ts';
export { type G2oEdge, type G2oGraph, readG2o, writeG2o } from './g2o.ts';
export { type GrayImage, readGrayImage } from './grayImage.ts';
export { decodeHomeMap, encodeHomeMap } from './homeMap.ts';
export { type ArrayOf, arrayChunk, type Chunk, chunkArray, type ElementType } from './homeMapFile.ts';
export { type ImportOptions, importMap, mapFromGrid, noJourney } from './importMap.ts';
export { InflationLimit } from './inflationLimit.ts';
export { checkMapSize, MAX_HOME_CELLS, MAX_MAP_CELLS } from './limits.ts';
export { indexPicture, type Lane, type MapLayers, type MapPictureOptions, mapPicture } from './mapPicture.ts';
export { decodeMap, encodeMap, type MapFiles, type MapThresholds, type MapYaml, readMapYaml } from './mapServer.ts';
export { type MapSvgOptions, mapSvg } from './mapSvg.ts';
export type { Colour } from './raster.ts';
export { type Relation, readRelations, writeRelations } from './relations.ts';
export {
  type DocumentedRoom,
  type RoomsDocument,
  readRoomsDocument,
  roomsDocument,
  writeRoomsDocument,
} from './roomsDocument.ts';
export { readSensorDescription, type SensorDescription } from './sensorDescription.ts';
export type {
  HomeMapMeta,
  StoredEdges,
  StoredGrid,
  StoredMap,
  StoredNodes,
  StoredScans,
} from './storedMap.ts';
export { type TarEntry, tarOf } from './tar.ts';
export { readTrajectory, writeTrajectory } from './trajectory.ts';
export { readValetudoMap, type ValetudoMap, type VendorRoom } from './valetudoMap.ts';
export { type ValetudoContent, writeValetudoMap } from './valetudoWrite.ts';
export { vendorHome } from './vendorHome.ts';
