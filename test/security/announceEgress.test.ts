import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../helpers/homebound.ts';
import {
  canHaveNetwork,
  HomeNetwork,
  inHome,
  pressForCode,
  robotAddress,
  robotIn,
  robotPort,
  until,
} from '../helpers/homeNetwork.ts';
import { PairedPage } from '../helpers/pairedPage.ts';
import { canTrace, openDoors, outbound, trace } from '../helpers/systemCalls.ts';

/** With the home's network on, the one thing that the robot says to it unasked is where it is; and that too is off when it is told so. */
const traced = canTrace() && canHaveNetwork() ? test : (test.skip as typeof test);

const isAnnouncement = (call: string): boolean =>
  /^send(to|msg|mmsg)\(/.test(call) && /htons\(5353\)/.test(call) && /inet_addr\("224\.0\.0\.251"\)/.test(call);

/** What all processes of a robot ask the system for while a device in the home pairs, looks and sends it off. */
async function served(...options: readonly string[]) {
  const { run, args } = robotIn(temporaryFolder(), ...options);
  const { child, calls, end } = trace(args, { within: inHome });
  const network = new HomeNetwork(child);
  const ended = new Promise((done) => child.on('close', done));
  try {
    await until(() => network.said.includes('Certificate: '));
    const door = await network.door(robotPort);
    const page = new PairedPage(door.connect, robotPort);
    await page.pair((await pressForCode(network, run)).join(''));
    const socket = await page.open();
    await page.ask('POST', '/api/v1/jobs', { command: 'start' });
    await until(async () => (await page.state()).drivenLength_m > 0.3);
    socket.terminate();
    door.close();
  } finally {
    end();
    await ended;
  }
  return { asked: outbound(calls()), doors: openDoors(calls()) };
}

traced(
  "T-EGRESS, T-LISTEN, on the home's network: announcements to 224.0.0.251:5353 and nothing else; one door, and one ear for mDNS",
  async () => {
    const { asked, doors } = await served();
    expect(asked.filter((call) => !isAnnouncement(call))).toEqual([]);
    // 3 questions of ours and 3 of the library whether the name is free, then the announcement and what it says when it ends.
    expect(asked.length).toBeGreaterThanOrEqual(5);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(doors.map((door) => /inet_addr\("([\d.]+)"/.exec(door)?.[1]).sort()).toEqual([robotAddress, '224.0.0.251']);
  },
  120_000,
);

traced(
  "T-EGRESS, T-LISTEN, on the home's network with --no-announce: not even that",
  async () => {
    const { asked, doors } = await served('--no-announce');
    expect(asked).toEqual([]);
    expect(doors.length).toBe(1);
  },
  120_000,
);

traced(
  'T-EGRESS, planted faults: another group, another port or a plain datagram beside the announcements are no announcements',
  async () => {
    const leak = join(temporaryFolder(), 'leak.mjs');
    const targets = [
      ['224.0.0.251', 5353],
      ['224.0.0.252', 5355],
      ['224.0.0.251', 5354],
      ['192.168.7.1', 5353],
    ];
    writeFileSync(
      leak,
      `import { createSocket } from 'node:dgram';
     const s = createSocket('udp4');
     let left = ${targets.length};
     for (const [a, p] of ${JSON.stringify(targets)}) s.send('x', p, a, () => --left === 0 && s.close());`,
    );
    const { child, calls } = trace([leak], { within: inHome });
    child.stdout?.resume();
    child.stderr?.resume();
    await new Promise((done) => child.on('close', done));
    const asked = outbound(calls());
    expect([asked.length, asked.filter((call) => !isAnnouncement(call)).length]).toEqual([4, 3]);
  },
);
