import { parse } from 'yaml';
import { type ParameterSchema, type ParameterSpec, type ParameterValues, resolveParameters } from './parameters.ts';

/** Nodes by name with their parameters' schemas. */
export type ParameterSchemas = { readonly [node: string]: ParameterSchema };

/** Nodes by name with the values that differ from the defaults. */
export type ParameterOverrides = { readonly [node: string]: { readonly [name: string]: number | boolean | string } };

/**
 * A ROS 2 parameter file of all nodes, each parameter at its default unless overridden, with unit and range as comments.
 * `ros2 run … --ros-args --params-file` reads it. Throws as `resolveParameters` does on wrong overrides.
 */
export function parametersYaml(schemas: ParameterSchemas, overrides: ParameterOverrides = {}): string {
  const lines: string[] = [];
  for (const [node, schema] of Object.entries(schemas)) {
    const values = resolveParameters(node, schema, overrides[node]);
    lines.push(`${node}:`, Object.keys(schema).length > 0 ? '  ros__parameters:' : '  ros__parameters: {}');
    for (const [name, spec] of Object.entries(schema)) {
      for (const line of wrap(comment(spec), 110)) lines.push(`    # ${line}`);
      const isOpen = spec.byGraph && overrides[node]?.[name] === undefined;
      lines.push(`    ${isOpen ? '# ' : ''}${name}: ${scalar(spec, values[name]!)}`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

/**
 * The overrides in a ROS 2 parameter file, checked against the schemas. Throws RangeError / TypeError that name node and
 * parameter on anything that the schemas do not know or allow: also wildcards and nested names, which we do not use.
 */
export function readParametersYaml(text: string, schemas: ParameterSchemas): ParameterOverrides {
  const document = asTable(parseYaml(text), 'the file');
  const overrides: Record<string, Record<string, number | boolean | string>> = {};
  for (const [key, value] of Object.entries(document)) {
    const node = key.replace(/^\//, '');
    const schema = schemas[node];
    if (!schema)
      throw new RangeError(
        `Cannot read parameters: there is no node ${node}; there are ${Object.keys(schemas).join(', ')}`,
      );
    const { ros__parameters, ...others } = asTable(value, node);
    if (ros__parameters === undefined || Object.keys(others).length > 0)
      throw new RangeError(`Cannot read parameters of ${node}: they must stand under ros__parameters alone`);
    const values = asTable(ros__parameters, `${node}.ros__parameters`);
    resolveParameters(node, schema, values);
    overrides[node] = values as ParameterValues<ParameterSchema>;
  }
  return overrides;
}

function parseYaml(text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    throw new RangeError(`Cannot read parameters: ${(error as Error).message.split('\n')[0]}`);
  }
}

function asTable(value: unknown, where: string): Record<string, unknown> {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new TypeError(`Cannot read parameters: ${where} must be a table, got ${JSON.stringify(value)}`);
  return value as Record<string, unknown>;
}

function comment({ description, unit, min, max, oneOf }: ParameterSpec): string {
  const facts: string[] = [];
  if (unit !== undefined && unit !== '1') facts.push(unit);
  if (min !== undefined && max !== undefined) facts.push(`${min} to ${max}`);
  else if (min !== undefined) facts.push(`at least ${min}`);
  else if (max !== undefined) facts.push(`at most ${max}`);
  if (oneOf) facts.push(oneOf.join(' | '));
  return facts.length > 0 ? `${description} [${facts.join(', ')}]` : description;
}

/** ROS 2 tells `5` (an integer) from `5.0` (a double) and refuses the one for the other. */
function scalar(spec: ParameterSpec, value: number | boolean | string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean' || spec.integer) return String(value);
  if (value === Number.POSITIVE_INFINITY) return '.inf';
  if (value === Number.NEGATIVE_INFINITY) return '-.inf';
  const text = String(value);
  if (/^-?\d+$/.test(text)) return `${text}.0`;
  return text.replace(/^(-?\d+)e/, '$1.0e'); // YAML 1.1, which ROS reads, wants a point before the exponent
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.length - 1;
    if (lines[last] === '') lines[last] = word;
    else if (`${lines[last]} ${word}`.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
