import type { Node, NodeDefinition } from '@homebound/graph';
import { qos } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { testMission, testRoomMap } from './testMission.ts';

const { EditRooms, Restrictions, SetRestrictions, StartJob, Privacy } = homebound_interfaces;

const square = Float64Array.of(0.2, 0.2, 1, 0.2, 1, 1, 0.2, 1);
const corner = Float64Array.of(2.4, 1.4, 3, 1.4, 3, 2, 2.4, 2);
const settings = homebound_interfaces.AreaSettings.create();
const zone = { task: 'clean', zones: [{ shape: { points: square }, settings }] };
const spot = { task: 'clean', spots: [{ x: 1, y: 1, radius: 0.3, settings }] };
const room = { task: 'clean', rooms: Uint16Array.of(1) };
const cut = { edit: 'split', rooms: Uint16Array.of(1), line: Float64Array.of(0.4, -0.6, 0.4, 2.4) };
const noGo = { restrictions: { ...Restrictions.create(), no_go: [{ points: corner }] } };

type Plant = (sound: NodeDefinition) => NodeDefinition;

/** The mission in a home of two rooms, whose privacy button can be pressed. */
function home(plant?: Plant) {
  const mission = testMission({ map: testRoomMap(), drives: false, ...(plant && { plant }) });
  const privacy = mission.graph.outside.publisher(Privacy, 'privacy', qos.latched);
  mission.graph.runFor(2);
  mission.call(EditRooms, 'edit_rooms', { edit: 'rename', rooms: Uint16Array.of(2), name: 'Bedroom' });
  return {
    ...mission,
    start: (job: object) => mission.call(StartJob, 'start_job', job),
    edit: (change: object) => mission.call(EditRooms, 'edit_rooms', change),
    restrict: () => mission.call(SetRestrictions, 'set_restrictions', noGo),
    switchOff: (is_off: boolean, at_robot = is_off): void => {
      privacy.publish({ is_off, at_robot });
      mission.graph.runFor(2);
    },
  };
}

/** What lets somebody far away choose where a robot goes, or takes from a household more than that, once its button was pressed. */
function stillSteered(plant?: Plant): string[] {
  const robot = home(plant);
  const found: string[] = [];
  robot.switchOff(true);
  const sent = { 'a point': robot.command('goto', 1, 0), 'a zone': robot.start(zone) };
  if (sent['a zone'].accepted) robot.command('stop');
  const more = {
    ...sent,
    'a spot': robot.start(spot),
    'a room cut': robot.edit(cut),
    'a no-go area': robot.restrict(),
  };
  for (const [what, { accepted }] of Object.entries(more)) if (accepted) found.push(what);
  if (robot.orders.length > 0) found.push('it drove');
  if (!robot.edit({ edit: 'rename', rooms: Uint16Array.of(2), name: 'Den' }).accepted) found.push('no name any more');
  if (!robot.start(room).accepted) found.push('no room any more');
  robot.command('stop');
  if (!robot.command('start').accepted) found.push('no clean any more');
  robot.command('stop');
  return found;
}

/** A way or a job to a chosen place that goes on when the button is pressed, or is gone on with later. */
function stillUnderWay(plant?: Plant): string[] {
  const found: string[] = [];
  for (const isPaused of [false, true])
    for (const begin of ['goto', 'zone'] as const) {
      const robot = home(plant);
      if (begin === 'goto') robot.command('goto', 1, 1);
      else robot.start(zone);
      robot.graph.runFor(3);
      if (isPaused) robot.command('pause');
      robot.switchOff(true);
      if (robot.state().state !== 'stopped') found.push(`${begin}${isPaused ? ', paused' : ''}`);
      if (robot.command('resume').accepted) found.push(`${begin} resumed`);
    }
  const whole = home(plant);
  whole.command('start');
  whole.graph.runFor(3);
  whole.switchOff(true);
  if (whole.state().state === 'stopped') found.push('a whole clean was ended');
  return found;
}

/** A node some of whose services, or none, know of the button: what they ask of it meanwhile is let by. */
function lettingBy(...services: string[]): Plant {
  return (definition) => ({
    ...definition,
    start: (node: Node) => {
      let hear: (message: object) => void = () => {};
      let last: object | undefined;
      const subscribe = (type: never, name: string, quality: never, callback: never): unknown => {
        if (name === 'privacy') hear = callback;
        const noted = (message: object): void => {
          last = message;
          hear(message);
        };
        return node.subscribe(type, name, quality, (name === 'privacy' ? noted : callback) as never);
      };
      const service = (type: never, name: string, handler: (request: never, respond: never) => void): unknown => {
        const careless = (request: never, respond: (answer: never) => void): void => {
          hear({ is_off: false, at_robot: false });
          handler(request, ((answer: never) => {
            respond(answer);
            if (last !== undefined) hear(last);
          }) as never);
        };
        return node.service(type, name, (services.includes(name) ? careless : handler) as never);
      };
      const faulty = new Proxy(node, {
        get: (target, key) => {
          if (key === 'subscribe') return subscribe;
          if (key === 'service') return service;
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      return definition.start(faulty);
    },
  });
}

/** A node that does not hear of the button at all. */
const deaf: Plant = (definition) => ({
  ...definition,
  start: (node: Node) =>
    definition.start(
      new Proxy(node, {
        get: (target, key) => {
          const value = Reflect.get(target, key, target);
          if (key === 'subscribe')
            return (type: never, name: string, quality: never, callback: never) =>
              target.subscribe(type, name, quality, (name === 'privacy' ? () => {} : callback) as never);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
    ),
});

test('T-ABUSE: with the privacy button pressed nobody far away sends it to points, zones or spots, or draws its rooms; whole rooms and names go on', () => {
  expect(stillSteered()).toEqual([]);
});

test('once the button was held all of it may be done again', () => {
  const robot = home();
  robot.switchOff(true);
  robot.switchOff(false);
  const done = [
    robot.edit(cut),
    robot.restrict(),
    robot.command('goto', 1, 0),
    robot.command('stop'),
    robot.start(zone),
  ];
  expect(done.map(({ accepted, reason }) => accepted || reason)).toEqual(Array(5).fill(true));
});

test.each<[string, Plant, string[]]>([
  ['a node that lets zones by', lettingBy('start_job'), ['a zone', 'a spot', 'it drove']],
  ['a node that lets points by', lettingBy('mission_command'), ['a point', 'it drove']],
  ['a node that lets rooms be cut', lettingBy('edit_rooms'), ['a room cut']],
  ['a node that lets no-go areas be drawn', lettingBy('set_restrictions'), ['a no-go area']],
])('T-ABUSE, planted fault: %s', (_, plant, breaches) => {
  expect(stillSteered(plant)).toEqual(breaches);
});

test('T-ABUSE: the privacy button ends a way to a point and a job of zones, on a pause too; a whole clean goes on', () => {
  expect(stillUnderWay()).toEqual([]);
});

test('T-ABUSE, planted fault: a mission that does not hear of the button', () => {
  expect(stillUnderWay(deaf)).toEqual(['goto', 'zone', 'goto, paused', 'goto resumed', 'zone, paused', 'zone resumed']);
});

test('the refusal says what is the matter, what still works and what to do', () => {
  const robot = home();
  robot.switchOff(true);
  expect(robot.start(zone).reason).toBe(
    'Somebody pressed the privacy button on the robot: until that is undone it is not sent to points, zones or spots. It still cleans the whole home or whole rooms. To undo it, hold that button on the robot for 3 s.',
  );
  robot.switchOff(true, false);
  expect(robot.edit(cut).reason).toBe(
    'Driving by hand is switched off: until it is on again the shape of rooms and what is forbidden stay as they are. Names can be changed. An admin can switch it on in the settings of the page.',
  );
});
