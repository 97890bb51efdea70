import { Color } from 'three';

const names = [
  'unknown',
  'floor',
  'wall',
  'cleaned',
  'trail',
  'path',
  'plan',
  'scan',
  'robot',
  'robot-top',
  'dock',
  'target',
  'obstacle',
] as const;
export type ThemeColor = (typeof names)[number];

/** The map's colours, from the page's own tokens (`--map-floor`, ...), so that light and dark are chosen in one place. */
export type Theme = Readonly<Record<ThemeColor, Color>>;

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    names.map((name) => [name, new Color(style.getPropertyValue(`--map-${name}`).trim() || '#888888')]),
  ) as Record<ThemeColor, Color>;
}
