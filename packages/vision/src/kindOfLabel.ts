import type { ObstacleKind } from './obstacle.ts';

/** What the words of a detector (COCO, Open Images, or one trained for homes) are to a robot; lower case. */
const kinds: Readonly<Record<string, ObstacleKind>> = {
  person: 'person',
  man: 'person',
  woman: 'person',
  boy: 'person',
  girl: 'person',
  cat: 'pet',
  dog: 'pet',
  footwear: 'shoe',
  boot: 'shoe',
  'high heels': 'shoe',
  shoe: 'shoe',
  slipper: 'shoe',
  sandal: 'shoe',
  sock: 'soft',
  towel: 'soft',
  cloth: 'soft',
  toy: 'toy',
  'teddy bear': 'toy',
  'sports ball': 'toy',
  cable: 'cable',
  'power strip': 'cable',
  'pet waste': 'low',
};

/** How something is passed that a detector calls so; undefined when its shape decides. */
export function kindOfLabel(label: string): ObstacleKind | undefined {
  return kinds[label.toLowerCase()];
}
