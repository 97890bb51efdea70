/** Speeds of driving by hand: m/s forward, rad/s counter-clockwise. */
export interface HandSpeeds {
  readonly v_mps: number;
  readonly w_radps: number;
}

/** Slower than the robot can: whoever steers looks at a screen, not at the floor. */
const FAST_MPS = 0.25;
const FAST_RADPS = 1.2;
/** Within this share of the way from the middle the stick is at rest: a thumb is not steady. */
const DEAD_SHARE = 0.15;

export const still: HandSpeeds = { v_mps: 0, w_radps: 0 };

/** Keys that drive, by their place on the keyboard, so that they lie alike on every layout; and how they push the stick. */
export const handKeys: Readonly<Record<string, readonly [right: number, up: number]>> = {
  KeyW: [0, 1],
  KeyA: [-1, 0],
  KeyS: [0, -1],
  KeyD: [1, 0],
  ArrowUp: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, -1],
  ArrowRight: [1, 0],
};

/**
 * What a stick asks for.
 * @param right, up  its place in units of its reach; farther out counts as at the rim
 */
export function stickSpeeds(right: number, up: number): HandSpeeds {
  const reach = Math.sqrt(right * right + up * up);
  if (!(reach > DEAD_SHARE)) return still;
  // From nothing at the edge of the dead middle to all at the rim.
  const share = (Math.min(1, reach) - DEAD_SHARE) / (1 - DEAD_SHARE) / reach;
  return { v_mps: FAST_MPS * share * up, w_radps: -FAST_RADPS * share * right || 0 };
}

/** The stick that held keys push, in units of its reach; opposite ones cancel. */
export function keyStick(held: Iterable<string>): readonly [right: number, up: number] {
  const pushed = [...held].map((code) => handKeys[code] ?? [0, 0]);
  const sum = (axis: 0 | 1): number =>
    Math.max(
      -1,
      Math.min(
        1,
        pushed.reduce((total, key) => total + key[axis], 0),
      ),
    );
  return [sum(0), sum(1)];
}
