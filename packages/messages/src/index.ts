export * from './generated/index.ts';
export { fromNanoseconds, fromStamp, toNanoseconds, toStamp } from './stamp.ts';
export type * from './types.ts';
