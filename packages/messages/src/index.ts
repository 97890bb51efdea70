export { findMessageType, findServiceType } from './find.ts';
export * from './generated/index.ts';
export { fromNanoseconds, fromStamp, toNanoseconds, toStamp } from './stamp.ts';
export type * from './types.ts';
