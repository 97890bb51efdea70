/** What a person in the household may do; each role may all that the ones before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];
/** Least role of a route; `anyone` needs no session. */
export type Least = 'anyone' | Role;

export function mayAct(role: Role | undefined, least: Least): boolean {
  if (least === 'anyone') return true;
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(least);
}

/** Why not, and who can change that. */
export function mayNotWords(role: Role | undefined, least: Least): string {
  if (role === undefined) return 'This device is not paired with the robot any more';
  return `Only who is ${least} may do this; this device is paired as ${role}, which an admin can change`;
}
