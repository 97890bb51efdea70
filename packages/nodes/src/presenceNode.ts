import { type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces, std_msgs } from '@homebound/messages';
import { type Deed, Presence, type PrivacyState } from '@homebound/mission';
import type { MissionStateName } from '@homebound/wire';
import { buttonRecord, signRecord } from './records.ts';

export const presenceParameters = {
  presence_period: {
    default: 0.2,
    unit: 's',
    min: 0.05,
    max: 0.25,
    description: 'How often the permit to drive by hand is said again; the drive node believes it for 0.5 s.',
  },
} as const;

/** How the privacy button was left; handed in by whoever has a disk. */
export interface PrivacyKeeper {
  /** Absent when it was never pressed. A throw counts as switched off at the robot: what can't be read does not open anything. */
  load(): PrivacyState | undefined;
  save(state: PrivacyState): void;
}

/** The sign is said again at every 5th period, for a body that was not listening. */
const SIGN_EVERY = 5;

/**
 * What the room sees and hears of who drives by hand and who looks, and the button that ends it: hand_input (every input, as it was given),
 * presence (who, as the gateway says), sign_state, button, mission_state, service allow_driving → body_sign, hand_permit, privacy, deeds.
 */
export function presenceNode(keeper?: PrivacyKeeper): NodeDefinition<typeof presenceParameters> {
  return {
    name: 'presence',
    parameters: presenceParameters,
    latency_s: 0.001,
    start(node) {
      const presence = new Presence(loaded(keeper), node.now_s());
      const bodySign = node.publisher(homebound_interfaces.BodySign, 'body_sign', qos.latched);
      const handPermit = node.publisher(homebound_interfaces.HandPermit, 'hand_permit', qos.latched);
      const privacy = node.publisher(homebound_interfaces.Privacy, 'privacy', qos.latched);
      const deeds = node.publisher(homebound_interfaces.Deed, 'deeds', qos.reliable);
      let said = { sign: '', permit: '', privacy: '' };
      let ticks = 0;

      /** Says what is new. */
      const tell = (): void => {
        const now_s = node.now_s();
        const sign = presence.sign(now_s);
        const permit = presence.permit(now_s);
        const state = presence.privacy;
        const now = { sign: JSON.stringify(sign) ?? '', permit: permit.state, privacy: JSON.stringify(state) };
        if (now.permit !== said.permit) handPermit.publish(permit);
        if (sign !== undefined && now.sign !== said.sign) bodySign.publish(sign);
        if (now.privacy !== said.privacy) privacy.publish({ is_off: state.isOff, at_robot: state.atRobot });
        const isSwitched = said.privacy !== '' && now.privacy !== said.privacy;
        said = now;
        if (isSwitched) keeper?.save(state);
      };
      const write = (done: readonly Deed[]): void => {
        for (const deed of done) deeds.publish({ ...deed });
      };

      node.subscribe(std_msgs.Empty, 'hand_input', qos.reliable, () => {
        write(presence.input(node.now_s()));
        tell();
      });
      node.subscribe(homebound_interfaces.Presence, 'presence', qos.latched, ({ driver, viewers }) => {
        presence.heard(driver, viewers, node.now_s());
        tell();
      });
      node.subscribe(homebound_interfaces.SignState, 'sign_state', qos.reliable, (m) => {
        presence.shows(signRecord(m), node.now_s());
        tell();
      });
      node.subscribe(homebound_interfaces.Button, 'button', qos.reliable, (m) => {
        write(presence.pressed(buttonRecord(m), node.now_s()));
        tell();
      });
      node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
        presence.phase(m.state as MissionStateName);
        tell();
      });
      node.service(homebound_interfaces.AllowDriving, 'allow_driving', ({ is_on }, respond) => {
        const answer = presence.allow(is_on, node.now_s());
        tell();
        respond({ accepted: answer.ok, reason: answer.ok ? '' : answer.reason });
      });
      node.timer(node.parameters.presence_period, () => {
        const forgets = ++ticks % SIGN_EVERY === 0;
        said = { ...said, permit: '', ...(forgets && { sign: '' }) };
        tell();
      });
      tell();
      return undefined;
    },
  };
}

function loaded(keeper: PrivacyKeeper | undefined): PrivacyState | undefined {
  try {
    return keeper?.load();
  } catch {
    return { isOff: true, atRobot: true };
  }
}
