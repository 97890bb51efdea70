import { FormatError } from '@homebound/formats';
import { identity } from '@homebound/math';
import type { Solid } from '../world.ts';
import { FrameScope } from './frameScope.ts';
import { levelled, readModels, solidsOf, toFrame } from './sdfModel.ts';
import type { SdfReading } from './sdfReading.ts';
import { childrenOf, parseXml } from './xml.ts';

/** A model as it is set down somewhere: in its own frame, as one solid. */
export interface SdfThing {
  /** The model's name. */
  readonly name: string;
  /** At the identity. */
  readonly solid: Solid;
  /** What was understood but is not simulated. */
  readonly warnings: readonly string[];
}

/**
 * One model from SDF, alone in its text: boxes, cylinders and the other plain shapes; no included models and no meshes.
 * Its own pose is left out: whoever sets it down says where. Throws FormatError for what cannot be read or set down.
 */
export function readSdfModel(text: string, input = 'SDF model'): SdfThing {
  const warnings: string[] = [];
  const reading: SdfReading = { input, resolve: () => undefined, mesh: () => undefined, warnings };
  const root = parseXml(text, input);
  if (root.tag !== 'sdf')
    throw new FormatError('foreign', input, `is no SDF: its root is <${root.tag}>, expected <sdf version="1.9">`);
  const found = childrenOf(root, 'model').length;
  if (found !== 1) throw new FormatError('unsupported', input, `should hold one <model>, holds ${found}`, root.path);
  const scope = new FrameScope('world', input);
  const [model] = readModels(root, scope, reading);
  const T_world_model = scope.resolve(model.name, model.element.path);
  const solids = solidsOf(model, model.name, T_world_model, false, reading);
  if (solids.length === 0)
    throw new FormatError('missing', input, ['has no <collision> that can be simulated', ...warnings].join('; '));
  if (solids.length > 1 && solids.some(({ mobility }) => mobility === 'movable'))
    throw new FormatError(
      'unsupported',
      input,
      `has ${solids.length} links that would come apart: join them with fixed joints, or make the model static`,
      model.element.path,
    );
  const T = levelled(T_world_model);
  const shapes = solids.flatMap((solid) => solid.shapes.map((shape) => toFrame(shape, solid.T_world_solid, T)));
  const solid = { ...solids[0], name: model.name, T_world_solid: identity, shapes };
  return { name: model.name, solid, warnings };
}
