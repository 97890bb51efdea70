import type { CameraName } from '@homebound/sim';
import { InvalidArgumentError } from 'commander';
import type { Remap } from './openBag.ts';
import type { Kidnap } from './simulatedHome.ts';

/** What is shown below the options of a command. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  homebound ${line}`).join('\n')}`;
}

/** As they are, in their order: `3,1,kitchen`. */
export function list(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => part === ''))
    throw new InvalidArgumentError(`Expected a list like 3,1,kitchen, got ${text}.`);
  return parts;
}

/** By name here: the simulator is loaded by those alone who simulate. */
const cameras: readonly CameraName[] = ['depth', 'rgbd', 'rgb', 'laser'];

export function camera(text: string): CameraName {
  const found = cameras.find((name) => name === text);
  if (found === undefined) throw new InvalidArgumentError(`Expected one of ${cameras.join(', ')}, got ${text}.`);
  return found;
}

export function passes(text: string): 1 | 2 | 'crossed' {
  if (text !== '1' && text !== '2' && text !== 'crossed')
    throw new InvalidArgumentError(`Expected 1, 2 or crossed, got ${text}.`);
  return text === 'crossed' ? text : text === '1' ? 1 : 2;
}

/** Reads an option that may be given several times: at least `least` numbers each. */
export function numbers(least: number): (text: string, before: number[][]) => number[][] {
  return (text, before) => [...before, numbersOf(text, least, Number.POSITIVE_INFINITY)];
}

export function place(text: string): number[] {
  return numbersOf(text, 2, 2);
}

function numbersOf(text: string, least: number, most: number): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!values.every(Number.isFinite) || values.length < least || values.length > most)
    throw new InvalidArgumentError(
      most === 1
        ? `Expected a number, got ${text}.`
        : `Expected ${least === most ? '' : 'at least '}${least} numbers with commas, got ${text}.`,
    );
  return values;
}

export function finite(text: string): number {
  return numbersOf(text, 1, 1)[0];
}

export function notNegative(text: string): number {
  const value = finite(text);
  if (value < 0) throw new InvalidArgumentError(`Expected a number of at least 0, got ${text}.`);
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value > 0xffffffff)
    throw new InvalidArgumentError(`Expected a whole number from 0 to 4294967295, got ${text}.`);
  return value;
}

/** Reads `--remap /base_scan:=/scan`, which may be given several times, as ROS writes it. */
export function remaps(text: string, before: readonly Remap[]): Remap[] {
  const [, from, to] = /^\/?([^:=]+):=\/?([^:=]+)$/.exec(text) ?? [];
  if (!from || !to) throw new InvalidArgumentError(`Expected FROM:=TO, such as /base_scan:=/scan, got ${text}.`);
  return [...before, [from, to]];
}

/** Each once. */
export function commaSeparated(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new InvalidArgumentError(`Expected names between commas, got ${text}.`);
  return [...new Set(parts)];
}

export function seedList(text: string): number[] {
  const seeds = commaSeparated(text).flatMap((part) => {
    const [first, last = first, ...more] = part.split('-').map(wholeNumber);
    if (more.length > 0 || last < first || last - first >= 1e6)
      throw new InvalidArgumentError(`Expected seeds such as 1-20,31, got ${text}.`);
    return Array.from({ length: last - first + 1 }, (_, k) => first + k);
  });
  return [...new Set(seeds)];
}

export function port(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError(`Expected a whole number from 0 to 65535, got ${text}.`);
  return Number(text);
}

export function kidnap(text: string): Kidnap {
  const [at_s, x, y, theta, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const isPlace = [x, y, theta].every(Number.isFinite) && more.length === 0;
  if (!(at_s > 0 && at_s < Number.POSITIVE_INFINITY) || !(isPlace || x === undefined))
    throw new InvalidArgumentError(`Expected seconds, or seconds,x,y,yaw, got ${text}.`);
  return x === undefined ? { at_s } : { at_s, to: { x, y, theta } };
}

export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError(`Expected a number above 0, got ${text}.`);
  return value;
}
