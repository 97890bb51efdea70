export { type Obstacle, type ObstacleKind, obstacleKinds } from './obstacle.ts';
