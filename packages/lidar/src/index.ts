export { dropIsolated } from './dropIsolated.ts';
export {
  defaultProjectorOptions,
  type PoseLookup,
  type ProjectorOptions,
  type ScanPoints,
  ScanProjector,
} from './scanProjector.ts';
