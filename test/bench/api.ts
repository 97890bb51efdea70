// Fuzzes the gateway's API: a million requests in-process, half by its own description (right ones, and ones that are wrong in
// one place), half raw, by nobody, a viewer, an operator and an admin; then some thousand raw requests, messages and broken frames
// over sockets. Counts what must not be: a fault of ours (5xx), a command or a deed by who may not, data without a session, a value
// that reached the robot or its store and no schema lets through.
//   --requests N   in-process (1000000)   --sockets N   over sockets, of each kind (3000)   --seed N   --json FILE
//   --plant        gives a stranger an operator's token: the bench must say that the gateway is not sound
import { writeFileSync } from 'node:fs';
import { type Gateway, memoryStore, type Role } from '@homebound/gateway';
import { ApiFuzz } from './apiFuzz.ts';
import { Random } from './apiRandom.ts';
import { fuzzOverSockets } from './apiSocket.ts';
import { benchArgs } from './benchArgs.ts';

const { values } = benchArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    sockets: { type: 'string', default: '3000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    plant: { type: 'boolean', default: false },
  },
});

const requests = Number(values.requests);
const seed = Number(values.seed);
const fuzz = new ApiFuzz({ requests, seed, ...(values.plant && { strangerIs: 'operator' as const }) });
const began_ms = performance.now();
const inProcess = await fuzz.run();
const took_s = (performance.now() - began_ms) / 1000;

/** A viewer's token, over the socket. */
async function viewerOf({ url, body }: Gateway): Promise<string> {
  const pairAs = async (role: Role): Promise<string> => {
    body.pair(role);
    const sent = { code: codes.at(-1), name: role, wantsToken: true };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}api/v1/pairing`, { method: 'POST', headers, body: JSON.stringify(sent) });
    return (await answer.json()).token;
  };
  await pairAs('admin');
  return pairAs('viewer');
}

const codes: string[] = [];
const { house } = fuzz;
house.forget();
// Twenty times as fast as the wall's, so that the limits of rate let most through to what is behind them.
const clock = { mono_s: () => performance.now() / 50, wall_s: () => Date.now() / 1000 };
const access = { store: memoryStore(), present: (code: string) => codes.push(code) };
const overSockets = await fuzzOverSockets(
  { ...house.options, port: 0, address: '127.0.0.1', access, clock },
  viewerOf,
  Number(values.sockets),
  new Random(seed),
);
const reachedOverSockets = house.commands.length + house.home.asked.length;

const { operations, statuses, found, firstFaults, carriedOut } = inProcess;
console.log(
  `${requests} requests in ${took_s.toFixed(0)} s (${Math.round(requests / took_s)} a second), ${operations} operations`,
);
console.log(
  `answers: ${Object.entries(statuses)
    .map(([status, n]) => `${status} ${n}`)
    .join(', ')}`,
);
console.log(`commands and calls of the store carried out for who may: ${carriedOut}`);
console.log(`over sockets: ${JSON.stringify(overSockets)}, reached robot or store: ${reachedOverSockets}`);
console.log(`must be 0: ${JSON.stringify(found)}`);
for (const fault of firstFaults) console.log(fault);
const isSound =
  Object.values(found).every((n) => n === 0) &&
  overSockets.serverErrors + overSockets.unreachable + reachedOverSockets === 0 &&
  carriedOut > 0;
console.log(isSound ? 'sound' : 'NOT SOUND');
if (values.json !== undefined)
  writeFileSync(
    values.json,
    JSON.stringify({ requests, took_s, ...inProcess, overSockets, reachedOverSockets, isSound }, null, 2),
  );
process.exitCode = isSound ? 0 : 1;
