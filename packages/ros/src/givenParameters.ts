import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Parameters for the nodes that a pattern names. */
interface Rule {
  readonly names: RegExp;
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * What `--ros-args` gives nodes, by ROS's rules: a file's keys are node names, under namespaces if need be, with the wildcards `*` (one
 * part of a name) and `**` (any number); `-p name:=1` is for all, `-p node:name:=1` for one; what comes later beats what came before.
 * rclnodejs knows only bare names and `/**`, passes over other keys in silence, and lets a name beat `/**` wherever it stands, so that
 * a launch file's own arguments do not reach a node that a parameter file names.
 */
export class GivenParameters {
  private readonly rules: readonly Rule[];

  /** Throws Error when a file can't be read or is no YAML; rcl refuses such a file before. */
  constructor(argv: readonly string[], read: (path: string) => string = (path) => readFileSync(path, 'utf8')) {
    this.rules = rosArguments(argv).flatMap(([flag, value]) => {
      if (flag === '--params-file') return rulesOf(parse(read(value)), '');
      return flag === '-p' || flag === '--param' ? assigned(value) : [];
    });
  }

  /** @param name  with its namespace, e.g. `/robot1/slam` */
  of(name: string): ReadonlyMap<string, unknown> {
    return new Map(this.rules.filter(({ names }) => names.test(name)).flatMap(({ values }) => [...values]));
  }
}

/** Each argument between `--ros-args` and `--` with the one that follows it. */
function rosArguments(argv: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  let isRos = false;
  for (const [i, word] of argv.entries()) {
    if (word === '--ros-args') isRos = true;
    else if (word === '--') isRos = false;
    else if (isRos) pairs.push([word, argv[i + 1] ?? '']);
  }
  return pairs;
}

/** `name:=value` and `node:name:=value`. */
function assigned(text: string): Rule[] {
  const [, node, name, value] = /^(?:([^:]+):)?([^:]+):=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return []; // refused by rcl
  return [{ names: pattern(node ?? '/**'), values: new Map([[name, parse(value)]]) }];
}

/** A table of a file: nodes, and namespaces with nodes in them. */
function rulesOf(table: unknown, above: string): Rule[] {
  return entries(table).flatMap(([key, value]) => {
    if (key === 'ros__parameters') return [{ names: pattern(above), values: new Map(flat(value, '')) }];
    return rulesOf(value, above === '' ? key : `${above}/${key}`);
  });
}

/** Parameters in tables are named with dots. */
function flat(table: unknown, above: string): [string, unknown][] {
  return entries(table).flatMap(([key, value]) => {
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isTable ? flat(value, `${above}${key}.`) : [[`${above}${key}`, value] as [string, unknown]];
  });
}

function entries(table: unknown): [string, unknown][] {
  return typeof table === 'object' && table !== null ? Object.entries(table) : [];
}

/** A bare name holds in every namespace, as it always has with rclnodejs; one with a slash is the whole name. */
function pattern(text: string): RegExp {
  const parts = text.split('/').filter((part) => part !== '');
  const whole = text.includes('/') ? parts : ['**', ...parts];
  const source = whole.map((part) => {
    if (part === '**') return '(?:/[^/]+)*';
    return part === '*' ? '/[^/]+' : `/${part.replace(/[.+?^${}()|[\]\\*]/g, '\\$&')}`;
  });
  return new RegExp(`^${source.join('')}$`);
}
