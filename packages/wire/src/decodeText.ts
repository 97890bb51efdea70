import { asObject, flag, type Json, list, number, oneOf, parseObject, text } from './check.ts';
import { type Ack, type CommandName, commandNames } from './command.ts';
import {
  type Dismissal,
  type Hello,
  type MapMovedMessage,
  missionStates,
  type Obstacle,
  type ObstaclesMessage,
  obstacleKinds,
  type PresenceMessage,
  type Room,
  type RoomsMessage,
  reasonCodes,
  type StatusMessage,
} from './status.ts';

export type TextMessage =
  | Hello
  | StatusMessage
  | RoomsMessage
  | ObstaclesMessage
  | MapMovedMessage
  | PresenceMessage
  | Ack;

/** A home has no more things on its floor that a person could look at. */
export const mostObstacles = 1000;
/** The robot remembers fewer. */
const mostDismissals = 1000;

function decodeHello(json: Json): Hello {
  const what = 'hello';
  const body = asObject('hello.body', json.body);
  return {
    type: 'hello',
    protocol: number(what, json, 'protocol', 0, 255),
    robot: text(what, json, 'robot'),
    mode: oneOf(what, json, 'mode', ['simulation', 'robot', 'recording']),
    place: text(what, json, 'place'),
    ...(json.graph !== undefined && { graph: oneOf(what, json, 'graph', ['host', 'network'] as const) }),
    ...(json.keepsHome !== undefined && { keepsHome: flag(what, json, 'keepsHome') }),
    body: {
      radius_m: number('hello.body', body, 'radius_m', 0.01, 10),
      lidarX_m: number('hello.body', body, 'lidarX_m', -10, 10),
      brushWidth_m: number('hello.body', body, 'brushWidth_m', 0, 10),
    },
    commands: list(what, json, 'commands', commandNames.length).map(
      (command): CommandName => oneOf(what, { commands: command }, 'commands', commandNames),
    ),
  };
}

/** Throws RangeError naming the field that is wrong. Copies what it knows and leaves out the rest. */
export function readStatus(json: Json): StatusMessage {
  const what = 'status';
  const part = <T>(field: string, read: (value: Json) => T): T | undefined =>
    json[field] === undefined ? undefined : read(asObject(`status.${field}`, json[field]));
  const battery = part('battery', (value) => ({
    level: number('status.battery', value, 'level', 0, 1),
    charging: flag('status.battery', value, 'charging'),
  }));
  const place = (value: Json) => ({ x: number(what, value, 'x'), y: number(what, value, 'y') });
  const dock = part('dock', (value) => ({ ...place(value), theta: number('status.dock', value, 'theta') }));
  const target = part('target', place);
  const camera = part('camera', (value) => ({
    isOpen: flag('status.camera', value, 'isOpen'),
    isOn: flag('status.camera', value, 'isOn'),
    reason: text('status.camera', value, 'reason'),
    ...(value.tellsPeople !== undefined && { tellsPeople: flag('status.camera', value, 'tellsPeople') }),
    ...(value.keepsPictures_days !== undefined && {
      keepsPictures_days: number('status.camera', value, 'keepsPictures_days', 0, 7),
    }),
  }));
  const speed = json.speed === undefined || json.speed === 'max' ? json.speed : number(what, json, 'speed', 0, 1e6);
  return {
    type: 'status',
    stamp_s: number(what, json, 'stamp_s'),
    wall_s: number(what, json, 'wall_s'),
    state: oneOf(what, json, 'state', missionStates),
    reason: text(what, json, 'reason'),
    reasonCode: oneOf(what, json, 'reasonCode', reasonCodes),
    coverage: number(what, json, 'coverage', 0, 1),
    cleanedArea_m2: number(what, json, 'cleanedArea_m2', 0),
    reachableArea_m2: number(what, json, 'reachableArea_m2', 0),
    drivenLength_m: number(what, json, 'drivenLength_m', 0),
    cleaningTime_s: number(what, json, 'cleaningTime_s', 0),
    ...(battery && { battery }),
    ...(dock && { dock }),
    ...(json.isLost !== undefined && { isLost: flag(what, json, 'isLost') }),
    ...(target && { target }),
    ...(camera && { camera }),
    ...(speed !== undefined && { speed }),
  };
}

function outlineOf(what: string, object: Json, longest: number): number[] {
  const outline = list(what, object, 'outline', longest);
  if (outline.length % 2 !== 0 || !outline.every((n) => Number.isFinite(n)))
    throw new RangeError(`Cannot read ${what}: outline must be pairs of finite numbers, got ${outline.length} values`);
  return outline as number[];
}

/** Throws RangeError naming what is wrong with a room. */
export function readRooms(json: Json): RoomsMessage {
  const rooms = list('rooms', json, 'rooms', 1000).map((value): Room => {
    const room = asObject('room', value);
    return {
      id: number('room', room, 'id', 0, Number.MAX_SAFE_INTEGER),
      name: text('room', room, 'name', 100),
      outline: outlineOf('room', room, 20_000),
    };
  });
  return { type: 'rooms', rooms };
}

/** Throws RangeError naming what is wrong with an obstacle or a dismissal. */
export function readObstacles(json: Json): ObstaclesMessage {
  const what = 'obstacle';
  const obstacles = list('obstacles', json, 'obstacles', mostObstacles).map((value): Obstacle => {
    const obstacle = asObject(what, value);
    return {
      id: number(what, obstacle, 'id', 0, Number.MAX_SAFE_INTEGER),
      kind: oneOf(what, obstacle, 'kind', obstacleKinds),
      outline: outlineOf(what, obstacle, 1000),
      berth_m: number(what, obstacle, 'berth_m', 0, 10),
      reason: text(what, obstacle, 'reason'),
      isDismissed: flag(what, obstacle, 'isDismissed'),
    };
  });
  const dismissals = list('obstacles', json, 'dismissals', mostDismissals).map((value): Dismissal => {
    const dismissal = asObject('dismissal', value);
    return {
      id: number('dismissal', dismissal, 'id', 0, Number.MAX_SAFE_INTEGER),
      kind: oneOf('dismissal', dismissal, 'kind', obstacleKinds),
      x: number('dismissal', dismissal, 'x'),
      y: number('dismissal', dismissal, 'y'),
    };
  });
  return { type: 'obstacles', obstacles, dismissals };
}

function readPresence(json: Json): PresenceMessage {
  const what = 'presence';
  const driver = json.driver === undefined ? undefined : asObject('presence.driver', json.driver);
  return {
    type: 'presence',
    ...(driver && {
      driver: {
        name: text('presence.driver', driver, 'name', 100),
        isYou: flag('presence.driver', driver, 'isYou'),
      },
    }),
    watching: number(what, json, 'watching', 0, 1000),
    maySteer: flag(what, json, 'maySteer'),
    mayOpenCamera: flag(what, json, 'mayOpenCamera'),
    isOff: flag(what, json, 'isOff'),
  };
}

/** What a text of the gateway says. Throws RangeError naming the message and the field that is wrong. */
export function decodeText(json: string): TextMessage {
  const object = parseObject('message', json);
  switch (oneOf('message', object, 'type', ['hello', 'status', 'rooms', 'obstacles', 'mapMoved', 'presence', 'ack'])) {
    case 'hello':
      return decodeHello(object);
    case 'status':
      return readStatus(object);
    case 'rooms':
      return readRooms(object);
    case 'obstacles':
      return readObstacles(object);
    case 'mapMoved':
      return { type: 'mapMoved', stamp_s: number('mapMoved', object, 'stamp_s') };
    case 'presence':
      return readPresence(object);
    case 'ack':
      return {
        type: 'ack',
        id: number('ack', object, 'id', 0, Number.MAX_SAFE_INTEGER),
        accepted: flag('ack', object, 'accepted'),
        reason: text('ack', object, 'reason'),
      };
  }
}
