/** One parameter: default, unit, range and what it does. Its TypeScript type follows from its default. */
export interface ParameterSpec<T extends number | boolean | string = number | boolean | string> {
  readonly default: T;
  readonly description: string;
  /** SI unit of a number, e.g. `m`, `rad/s`, or `1`. */
  readonly unit?: string;
  /** A count: ROS 2 tells integers from doubles, and its tools show and refuse them differently. */
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Whether a graph may have a default of its own, as ROS 2 has: a written parameter file leaves it open. */
  readonly byGraph?: boolean;
  /** The closed set of a text. */
  readonly oneOf?: readonly string[];
}

export type ParameterSchema = { readonly [name: string]: ParameterSpec };

type Widen<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : never;

export type ParameterValues<P extends ParameterSchema> = { readonly [K in keyof P]: Widen<P[K]['default']> };

/**
 * The schema's defaults with overrides laid over them. Throws RangeError / TypeError naming node and parameter on an
 * unknown name, a wrong type, a number out of range or a text outside its set: nothing is quietly repaired.
 */
export function resolveParameters<P extends ParameterSchema>(
  node: string,
  schema: P,
  overrides: Readonly<Record<string, unknown>> = {},
): ParameterValues<P> {
  for (const name of Object.keys(overrides))
    if (!(name in schema))
      throw new RangeError(`${node} has no parameter ${name}; it has ${Object.keys(schema).join(', ') || 'none'}`);
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(schema)) {
    const value = overrides[name] === undefined ? spec.default : overrides[name];
    checkParameter(`${node}.${name}`, spec, value);
    values[name] = value;
  }
  return Object.freeze(values) as ParameterValues<P>;
}

function checkParameter(where: string, spec: ParameterSpec, value: unknown): void {
  const wanted = typeof spec.default;
  if (typeof value !== wanted) throw new TypeError(`${where} must be a ${wanted}, got ${JSON.stringify(value)}`);
  if (typeof value === 'number') {
    if (spec.integer && !Number.isInteger(value)) throw new RangeError(`${where} must be an integer, got ${value}`);
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
    if (!(value >= min && value <= max))
      throw new RangeError(`${where} must be in [${min}, ${max}] ${spec.unit ?? ''}, got ${value}`);
  }
  if (spec.oneOf && !spec.oneOf.includes(value as string))
    throw new RangeError(`${where} must be one of ${spec.oneOf.join(', ')}, got ${JSON.stringify(value)}`);
}
