import { type ParameterSchema, type ParameterSpec, type ParameterValues, resolveParameters } from '@homebound/graph';
import type { Rcl, RclNode, RclParameter } from './rcl.ts';

/**
 * Declares a node's parameters on ROS: `--ros-args -p`, a parameter file and `ros2 param` then work on them. The command
 * line beats `overrides`, which beat the schema's defaults. Throws what `resolveParameters` throws on a bad value.
 * @param given       what the command line gives this node, by ROS's rules
 * @param isActive    whether the node runs: it has read its parameters then, so a change is refused with that reason
 */
export function declareParameters<P extends ParameterSchema>(
  rcl: Rcl,
  node: RclNode,
  name: string,
  schema: P,
  overrides: Partial<ParameterValues<P>>,
  given: ReadonlyMap<string, unknown>,
  isActive: () => boolean,
): void {
  const own = [...given].filter(([key]) => key in schema);
  const values = resolveParameters(name, schema, { ...overrides, ...Object.fromEntries(own) });
  let declaring = true;
  let refused: string | undefined;
  node.addPreSetParametersCallback((parameters) => {
    refused = parameters.map((parameter) => refusal(name, schema, parameter, !declaring && isActive())).find(Boolean);
    // Where throwing is safe, the reason is thrown.
    if (declaring && refused) throw new RangeError(refused);
    return parameters.map((parameter) => {
      const spec = schema[parameter.name];
      if (!spec) return parameter;
      // Next, rclnodejs refuses a wrong type with a wrong reason. The value that stands in gets past it, to be refused below.
      if (refused) return new rcl.Parameter(parameter.name, rosType(rcl, spec), spec.default);
      return withRosType(rcl, spec, parameter);
    });
  });
  node.addOnSetParametersCallback(() => ({ successful: refused === undefined, reason: refused ?? '' }));
  for (const [key, spec] of Object.entries(schema)) {
    const type = rosType(rcl, spec);
    const value = values[key as keyof P];
    const descriptor = new rcl.ParameterDescriptor(key, type, describe(spec));
    descriptor.additionalConstraints = constraints(spec);
    node.declareParameter(new rcl.Parameter(key, type, value), descriptor, given.has(key));
  }
  declaring = false;
}

/** The values as ROS has them now. */
export function readParameters<P extends ParameterSchema>(node: RclNode, name: string, schema: P): ParameterValues<P> {
  const values = Object.keys(schema).map((key) => [key, plain(node.getParameter(key).value)]);
  return resolveParameters(name, schema, Object.fromEntries(values));
}

function refusal(
  name: string,
  schema: ParameterSchema,
  parameter: RclParameter,
  isActive: boolean,
): string | undefined {
  if (parameter.name === 'use_sim_time') return 'use_sim_time is chosen when the process starts';
  const spec = schema[parameter.name];
  if (!spec) return undefined; // rclnodejs' own, e.g. of a topic's quality
  if (isActive)
    return `${name} has read ${parameter.name} at its start: deactivate the node, set it, activate it again`;
  try {
    resolveParameters(name, { [parameter.name]: spec }, { [parameter.name]: plain(parameter.value) });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function rosType(rcl: Rcl, spec: ParameterSpec): number {
  const { ParameterType: types } = rcl;
  if (typeof spec.default === 'boolean') return types.PARAMETER_BOOL!;
  if (typeof spec.default === 'string') return types.PARAMETER_STRING!;
  return spec.integer ? types.PARAMETER_INTEGER! : types.PARAMETER_DOUBLE!;
}

/** `-p speed:=1` and YAML's `speed: 1` are integers to ROS, also where a double is declared; `3.0` is a double. */
function withRosType(rcl: Rcl, spec: ParameterSpec, parameter: RclParameter): RclParameter {
  const type = rosType(rcl, spec);
  const value = plain(parameter.value);
  const fits = typeof value === 'number' && typeof spec.default === 'number' && !(spec.integer && value % 1 !== 0);
  return fits && parameter.type !== type ? new rcl.Parameter(parameter.name, type, value) : parameter;
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

const describe = (spec: ParameterSpec): string =>
  spec.unit && spec.unit !== '1' ? `${spec.description} [${spec.unit}]` : spec.description;

/** In words: rclnodejs does not send a descriptor's range, and refuses with the wrong reason where there is one. */
function constraints(spec: ParameterSpec): string {
  if (spec.oneOf) return `one of ${spec.oneOf.join(', ')}`;
  if (spec.min === undefined && spec.max === undefined) return '';
  return `in [${spec.min ?? '-inf'}, ${spec.max ?? 'inf'}] ${spec.unit ?? ''}`.trim();
}
