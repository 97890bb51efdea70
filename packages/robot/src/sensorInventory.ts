import { reset_s } from './buttons.ts';
import type { SensorRecord } from './records.ts';

/** What a household has to know of a sensor: for `PRIVACY.md`, which is made from this. */
export interface SensorNote {
  readonly name: string;
  /** What it measures, in words for people. */
  readonly measures: string;
  /** What it could tell of those who live there. */
  readonly tells: string;
  /** What is made of it, and how long that is kept. */
  readonly kept: string;
  /** How to have it not measure. */
  readonly off: string;
}

const NOT_KEPT = 'Nothing: used within a second and forgotten.';
const STANDS = 'It measures while the robot is switched on; none of it leaves the robot.';

/** Every sensor that a body may have: by the kind of its records, and its camera. A kind without an entry does not compile. */
export const sensorInventory: Readonly<Record<SensorRecord['kind'] | 'camera', SensorNote>> = {
  camera: {
    name: 'Camera (on robots that have one)',
    measures: 'Pictures of the floor ahead, up to ten a second: colour, depth or the line of a laser.',
    tells: 'All that a picture tells: who is there, and how you live.',
    kept: 'Of pictures nothing: each is gone with the next, in the process that took it. What is made of them is where on the floor something lies and how high it is: for the job. Pictures of obstacles only where an admin asks for them, see below. What a person says is no obstacle is kept with the map, for 90 days: place, kind and height.',
    off: 'It is off until an admin switches it on, and then open only while the robot works and its lamp burns. Off again by anybody: the privacy button, the page, or `POST /api/v1/camera/off`, without a login. After the privacy button no admin switches it on before somebody at the robot has held that button for 3 s, or a day is over and an admin has allowed driving by hand again.',
  },
  scan: {
    name: 'Lidar',
    measures: 'Distances to walls and furniture all around, at the height of its turret, five times a second.',
    tells:
      'The floor plan, where furniture stands, that somebody walks by. How strong the returns are is not taken over from any lidar: speech in the room can be told from that.',
    kept: 'The map of the home: walls, and scans from every half metre to correct it by. On the robot only, until it is deleted.',
    off: 'It turns only while the robot works; without it the robot cannot drive. Without `--home` no map outlasts the run.',
  },
  wheels: {
    name: 'Wheel encoders',
    measures: 'How far each wheel has rolled.',
    tells: 'Where the robot has been.',
    kept: 'Nothing of its own: it goes into the pose of each scan that the map keeps.',
    off: STANDS,
  },
  imu: {
    name: 'Gyroscope and accelerometer',
    measures: 'How fast the robot turns and tilts, 50 times a second: too seldom to hear speech by.',
    tells: 'Where the robot has been, that it was lifted.',
    kept: NOT_KEPT,
    off: STANDS,
  },
  safety: {
    name: 'Bumper, cliff sensors, wheel drops, wall sensor',
    measures: 'What touches the robot, whether there is floor below it, how near the wall on its right is.',
    tells: 'That it met something, or somebody.',
    kept: 'Places that it bumped into unseen: for the job.',
    off: 'They are what keeps it from falling and pushing: they cannot be switched off.',
  },
  dock: {
    name: "Receiver of the dock's beams",
    measures: 'Whether the infrared beams of its own dock are in sight, and whether it stands on the contacts.',
    tells: 'That it is at home.',
    kept: 'Where the dock stands: for the run.',
    off: STANDS,
  },
  battery: {
    name: 'Battery gauge',
    measures: 'Voltage, current and charge.',
    tells: 'When it works.',
    kept: NOT_KEPT,
    off: STANDS,
  },
  motors: {
    name: 'Motors of brushes and fan, dust bin switch',
    measures: 'Whether a brush is caught, whether the bin is in and full.',
    tells: 'When the bin was emptied.',
    kept: NOT_KEPT,
    off: STANDS,
  },
  button: {
    name: 'Buttons on the body',
    measures: 'Which one is pressed, and for how long.',
    tells: 'That somebody stands at the robot.',
    kept: 'In the log of who did what: that driving by hand or the camera was switched off or on, pairing opened, the robot reset at the robot. Until it is reset.',
    off: 'They are how you switch things off, without any login: they cannot be switched off themselves. Privacy that is pressed while the robot starts anew is the first that it learns.',
  },
  sign: {
    name: 'Light and chirp',
    measures: 'Nothing around it: whether the lamps show and the chirp has sounded.',
    tells:
      'To whoever is in the room: that somebody drives the robot by hand, looks through it, or pairs with it; by a lamp of its own that the camera is open.',
    kept: NOT_KEPT,
    off: 'They cannot be switched off: where they do not work, nobody can drive by hand, and the camera stays shut.',
  },
};

/** `PRIVACY.md`: the sensors, what the robot makes of them, and what it does not have. */
export function privacyPage(inventory: Readonly<Record<string, SensorNote>> = sensorInventory): string {
  const rows = Object.values(inventory).map(
    ({ name, measures, tells, kept, off }) => `| __${name}__ | ${measures} | ${tells} | ${kept} | ${off} |`,
  );
  return `${HEAD}\n| sensor | measures | could tell | kept | off |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n${TAIL}`;
}

const HEAD = `# What the robot senses, and what becomes of it

Made from \`packages/robot/src/sensorInventory.ts\`; a test holds the two together. The code is the promise, the tests in \`test/security\` are the proof:
the default build contains no code path that sends data off your machine, and a whole clean with a page open, or with the camera open, asks the system for no connection
beyond it (\`T-EGRESS\`), runs to the same bits with no network at all and a clock in 1970 (\`T-OFFLINE\`), and opens nothing that hears (\`T-MIC\`).
`;

const TAIL = `__There is no microphone.__ No code here can open a sound device, no library that could is shipped, and what a lidar's returns would
tell of speech is left out before anything is published.

__There is no live view.__ No code streams pictures: what leaves the camera's process is where on the floor something lies, and, where an admin asked, a crop of it. A lamp of its own burns before the camera opens and as long as it is open, and
where the body does not say that it burns, the camera stays shut; whoever looks at the page sees it there, too. A camera whose process no longer answers counts as open: the lamp burns, and the page says why, until it answers or is gone. What was taken is overwritten when it shuts; of what a learned detector makes of it on the way, something may stay in its process' memory until that ends. Anybody in the home shuts it without a login, and an admin alone opens it again, after the privacy button as said above (\`T-CAM\`).
On ROS 2 pictures are on topics only where the owner of the graph asks for them (\`publish_images\`), and only while that lamp burns.

__Pictures of obstacles__ are off until an admin chooses for how many days they are kept: then one crop of each, of what lies lower than 25 cm, no side longer than 128 pixels, 64 at most. None where a learned detector recognises, or guesses at, a person, a pet or a
face anywhere in the picture; none of what it recognises as a shoe, nor of what it has no word for and stands 4.5 cm or higher, nor of what lies at that, as a foot may be in it (\`T-IMG\`). What it does not recognise, and is lower, is kept, whatever it is; a low part of a shoe that is seen
first is kept until the rest is. A detector errs: who wants to be sure leaves them off. Without one that has a word for people none is ever taken, and the page says so. The process with the camera makes a crop only
of what it is asked for at that moment, and gives it to the vault's over their socket; nobody else has it.
What for: to see what the robot went round. Who: admins, on the page or by \`/api/v1/pictures\`; each look is in the log, and so is who switched them on and for how many days. Every paired device is told on its page that they are kept, for how long, and who sees them.
How long: until the thing is gone (carried off, faded, dismissed, found to be one of those of which none is kept), its map is begun anew or deleted, the robot starts anew, the switch is off, somebody
deletes it, or the days are over: 7 at most. In no backup, export or recording.

__Whoever is in the room knows.__ Before a wheel turns by hand the robot lights up and chirps, and it is written down who drives; who begins to look at the map is seen
and heard once. The privacy button on the robot ends driving by hand and being sent to points, zones and spots at once, without any login, and for a day against everybody who is not there;
rooms and no-go areas keep their shape meanwhile, and the whole home and whole rooms are still cleaned (\`T-ABUSE\`).
\`homebound log\` tells who has the robot in hand who did what with it.

__Recordings are yours to ask for.__ A live run keeps none. A headless simulation (\`simulate --headless\`) writes \`recording.mcap\` of its simulated home
to its run folder; \`--no-recording\` leaves it out.

__Deleting is for good__: no key that is left opens what went (\`T-DEL\`). One map or run: \`homebound maps\` and \`homebound history\` with \`--delete\` while the robot is off, the same over its API while it
runs. All of it, with every pairing: hold the reset button on the robot for ${reset_s} s, without any login (\`T-RESET\`).

__On ROS 2__ what it senses is on the topics of a graph. That graph is kept to the machine it runs on, or it goes over a network encrypted, to holders of keys that you made; nothing
in between starts (\`T-DDS\`). The page says which of the two it is.

__No account, no cloud, no telemetry, no update check.__ What leaves the robot is what a person carries out: a map that they export, a run folder that they copy.
`;
