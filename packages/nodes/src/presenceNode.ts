import { type NodeDefinition, qos } from '@homebound/graph';
import { homebound_interfaces, std_msgs } from '@homebound/messages';
import { type Deed, type KeptPrivacy, Presence } from '@homebound/mission';
import type { MissionStateName } from '@homebound/wire';
import { buttonRecord, signRecord } from './records.ts';

export const presenceParameters = {
  presence_period: {
    default: 0.2,
    unit: 's',
    min: 0.05,
    max: 0.25,
    description:
      'How often the permits to drive by hand and to open the camera are said again; they are believed for 0.5 s.',
  },
  camera_on: {
    default: false,
    description:
      'Whether the camera is on from the start, also while the robot rests: for a simulation, and a robot that others drive. Its lamp, switch_camera and the privacy button hold all the same.',
  },
} as const;

/** How privacy button and camera were left; handed in by whoever has a disk. */
export interface PrivacyKeeper {
  /** Absent when it was never pressed. A throw counts as switched off at the robot: what can't be read does not open anything. */
  load(): KeptPrivacy | undefined;
  save(state: KeptPrivacy): void;
}

/** The sign is said again at every 5th period, for a body that was not listening. */
const SIGN_EVERY = 5;

/**
 * What the room sees and hears of who drives by hand, who looks and whether the camera is open, and the button that ends it: hand_input (every
 * input, as it was given), presence (who, as the gateway says), sign_state, button, mission_state, camera_state, services allow_driving and
 * switch_camera → body_sign, hand_permit, privacy, deeds, and camera_permit once there is a camera.
 * @param keeper  by default forgotten with the process, and not before: whoever may start the node anew is not in the room
 */
export function presenceNode(keeper: PrivacyKeeper = inMemory()): NodeDefinition<typeof presenceParameters> {
  return {
    name: 'presence',
    parameters: presenceParameters,
    latency_s: 0.001,
    start(node) {
      const { presence_period, camera_on } = node.parameters;
      const kept = loaded(keeper) ?? (camera_on ? { isOff: false, atRobot: false, cameraIsOn: true } : undefined);
      const presence = new Presence(kept, node.now_s(), camera_on);
      const bodySign = node.publisher(homebound_interfaces.BodySign, 'body_sign', qos.latched);
      const handPermit = node.publisher(homebound_interfaces.HandPermit, 'hand_permit', qos.latched);
      const privacy = node.publisher(homebound_interfaces.Privacy, 'privacy', qos.latched);
      const deeds = node.publisher(homebound_interfaces.Deed, 'deeds', qos.reliable);
      const cameraPermit = node.publisher(homebound_interfaces.CameraPermit, 'camera_permit', qos.latched);
      let said = { sign: '', permit: '', privacy: '', camera: '' };
      let ticks = 0;

      /** Says what is new. */
      const tell = (): void => {
        const now_s = node.now_s();
        // First: its lamp is part of the sign.
        const camera = presence.cameraPermit(now_s);
        const sign = presence.sign(now_s);
        const permit = presence.permit(now_s);
        const state = presence.privacy;
        const now = {
          sign: JSON.stringify(sign) ?? '',
          permit: permit.state,
          privacy: JSON.stringify(state),
          camera: JSON.stringify(camera) ?? '',
        };
        if (now.permit !== said.permit) handPermit.publish(permit);
        if (sign !== undefined && now.sign !== said.sign) bodySign.publish(sign);
        if (camera !== undefined && now.camera !== said.camera)
          cameraPermit.publish({ may_open: camera.mayOpen, reason: camera.reason, is_on: state.cameraIsOn });
        if (now.privacy !== said.privacy) privacy.publish({ is_off: state.isOff, at_robot: state.atRobot });
        const isSwitched = said.privacy !== '' && now.privacy !== said.privacy;
        said = now;
        if (isSwitched) keeper.save(state);
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
      node.subscribe(homebound_interfaces.CameraState, 'camera_state', qos.latched, ({ is_open }) => {
        presence.cameraSays(is_open, node.now_s());
        tell();
      });
      node.service(homebound_interfaces.SwitchCamera, 'switch_camera', ({ is_on }, respond) => {
        const answer = presence.switchCamera(is_on, node.now_s());
        tell();
        respond({ accepted: answer.ok, reason: answer.ok ? '' : answer.reason });
      });
      node.service(homebound_interfaces.AllowDriving, 'allow_driving', ({ is_on }, respond) => {
        const answer = presence.allow(is_on, node.now_s());
        tell();
        respond({ accepted: answer.ok, reason: answer.ok ? '' : answer.reason });
      });
      node.timer(presence_period, () => {
        const forgets = ++ticks % SIGN_EVERY === 0;
        said = { ...said, permit: '', camera: '', ...(forgets && { sign: '' }) };
        tell();
      });
      tell();
      return undefined;
    },
  };
}

function loaded(keeper: PrivacyKeeper): KeptPrivacy | undefined {
  try {
    return keeper.load();
  } catch {
    return { isOff: true, atRobot: true, cameraIsOn: false };
  }
}

function inMemory(): PrivacyKeeper {
  let kept: KeptPrivacy | undefined;
  return {
    load: () => kept,
    save: (state) => {
      kept = state;
    },
  };
}
