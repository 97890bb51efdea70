import { type Node, qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import type { Deed } from '@homebound/mission';
import { type BodyButtonName, reset_s } from '@homebound/robot';

/** What comes of what people at the robot do. */
export interface RoomPorts {
  /** A button went down: somebody is there. */
  pressed(button: BodyButtonName): void;
  /** Opens pairing. */
  pair(): void;
  /** Forgets everybody and everything. */
  reset(): void;
  /** Driving by hand is off or on, now and whenever that changes. */
  drivingIsOff(isOff: boolean): void;
  /** To be written down. */
  deed(deed: Deed): void;
}

export interface Room {
  /** Tells the room who drives by hand and who looks, as whoever serves the pages says. */
  presence(driving: string | undefined, viewers: readonly string[]): void;
}

/**
 * Joins who is in the room, by the body's buttons and its sign, to who is elsewhere, by the gateway. The one place where the graph's side
 * of that is known: a robot in one process and one in three use it alike.
 */
export function openRoom(node: Node, ports: RoomPorts): Room {
  const presence = node.publisher(homebound_interfaces.Presence, 'presence', qos.latched);
  node.subscribe(homebound_interfaces.Button, 'button', qos.reliable, ({ button, held }) => {
    // Also who has held one while nobody was there to hear that it went down.
    if (held === 0 || held === reset_s) ports.pressed(button as BodyButtonName);
    if (button === 'pair' && held === 0) ports.pair();
    if (button === 'reset' && held === reset_s) ports.reset();
  });
  node.subscribe(homebound_interfaces.Privacy, 'privacy', qos.latched, ({ is_off }) => ports.drivingIsOff(is_off));
  node.subscribe(homebound_interfaces.Deed, 'deeds', qos.reliable, ({ kind, by, what }) =>
    ports.deed({ kind: kind as Deed['kind'], by, what }),
  );
  return { presence: (driving, viewers) => presence.publish({ driver: driving ?? '', viewers: [...viewers] }) };
}
