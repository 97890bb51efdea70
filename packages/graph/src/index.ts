export * from './node.ts';
export * from './parameters.ts';
