import { simulation_interfaces } from '@homebound/messages';
import type { EntityCategory } from '../run/entities.ts';

const { EntityCategory: names } = simulation_interfaces;

/** simulation_interfaces/EntityCategory. */
const numbers: Readonly<Record<EntityCategory, number>> = {
  object: names.CATEGORY_OBJECT,
  robot: names.CATEGORY_ROBOT,
  human: names.CATEGORY_HUMAN,
  dynamicObject: names.CATEGORY_DYNAMIC_OBJECT,
  staticObject: names.CATEGORY_STATIC_OBJECT,
};

export function categoryNumber(category: EntityCategory): number {
  return numbers[category];
}

/** Undefined for a number that is none. */
export function categoryOf(number: number): EntityCategory | undefined {
  return (Object.keys(numbers) as EntityCategory[]).find((category) => numbers[category] === number);
}
