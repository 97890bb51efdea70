export { type Adapted, adaptTo } from './adapt.ts';
export { codecFromDefinition } from './codecFromDefinition.ts';
export { composeMessage } from './compose.ts';
export { messagesIn } from './definition.ts';
export { findMessageType, findServiceType } from './find.ts';
export * from './generated/index.ts';
export { fromNanoseconds, fromStamp, toNanoseconds, toStamp } from './stamp.ts';
export { typeDescription } from './typeDescription.ts';
export type * from './types.ts';
