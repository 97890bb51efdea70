export { DepthEye, type DepthEyeOptions, defaultDepthEyeOptions } from './depthEye.ts';
export { type DepthNoise, defaultDepthNoise } from './depthNoise.ts';
export type { Detection, Detector, RgbImage } from './detector.ts';
export type { FloorPlane, Tilt } from './floorPlane.ts';
export { kindOfLabel } from './kindOfLabel.ts';
export { type Obstacle, type ObstacleKind, obstacleKinds } from './obstacle.ts';
export { ObstacleMap } from './obstacleMap.ts';
export { checkCameraModel, type PixelRays, pixelRays, projectInto } from './pixelRays.ts';
export { BoxPlacer, geometryOf } from './placeOfBox.ts';
