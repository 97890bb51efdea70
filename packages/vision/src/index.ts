export { DepthEye } from './depthEye.ts';
export type { Detection, Detector, RgbImage } from './detector.ts';
export { type BodyAt, Eye, lookedAt } from './eye.ts';
export type { Tilt } from './floorPlane.ts';
export { type Obstacle, type ObstacleKind, obstacleKinds } from './obstacle.ts';
export { ObstacleMap } from './obstacleMap.ts';
export { type Crop, canTellPeople, cropped, isLiving, isPrivate, pictureCrop } from './pictureCrop.ts';
export { BoxPlacer, geometryOf } from './placeOfBox.ts';
