export { Driver } from './driver.ts';
export type { FloorThing } from './floorThings.ts';
export { type DriveOptions, defaultDriveOptions } from './options.ts';
export type { DriveResult, DriveState, DriveStep } from './situation.ts';
export { type DriveMode, type DriveTask, driveModes, refusalOf } from './task.ts';
