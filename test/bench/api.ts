// Fuzzes the gateway's API: a million requests in-process, half by its own description (right ones, and ones that are wrong in
// one place), half raw, by nobody, a viewer, an operator and an admin; then some thousand raw requests and messages over sockets.
// Counts what must not be: a fault of ours (5xx), a command that the role may not, any command or data without a session.
//   --requests N   in-process (1000000)   --sockets N   over sockets, of each kind (3000)   --seed N   --json FILE
//   --plant        gives a stranger an operator's token: the bench must say that the gateway is not sound
import { writeFileSync } from 'node:fs';
import {
  type Answer,
  assetOf,
  type GatewayOptions,
  inProcessGateway,
  memoryStore,
  type Role,
} from '@homebound/gateway';
import { type CommandBody, LiveView } from '@homebound/wire';
import { Random } from './apiRandom.ts';
import { type Made, operationsOf, rawRequest, schemaRequest } from './apiRequests.ts';
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

type Asker = 'nobody' | 'stranger' | Role;
const askers: readonly Asker[] = ['nobody', 'stranger', 'viewer', 'operator', 'admin'];
/** In every answer that tells of the home. */
const secret = 'Geheimzimmer';

const random = new Random(Number(values.seed));
const time = { mono_s: 0, wall_s: 1_800_000_000 };
const codes: string[] = [];
const commands: CommandBody[] = [];

function secretView(): LiveView {
  const view = new LiveView({
    type: 'hello',
    protocol: 1,
    robot: secret,
    mode: 'robot',
    place: secret,
    body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
    commands: ['start'],
  });
  const frame = { width: 8, height: 8, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  view.grid('map', 0, frame, new Int8Array(64));
  view.rooms([{ id: 1, name: secret, outline: [0, 0, 1, 0, 1, 1] }]);
  view.status(0, { reason: secret });
  return view;
}

const options: GatewayOptions = {
  port: 8080,
  address: '192.168.7.9',
  page: new Map([
    ['/', assetOf('index.html', Buffer.from(secret))],
    ['/app.js', assetOf('app.js', Buffer.from(secret))],
    ['/pair.html', assetOf('pair.html', Buffer.from('pair'))],
  ]),
  source: secretView(),
  commands: (command, answer) => {
    commands.push(command);
    answer(true, '');
  },
  access: { store: memoryStore(), present: (code) => codes.push(code) },
  clock: { mono_s: () => time.mono_s, wall_s: () => time.wall_s },
  setClock: (wall_s) => {
    time.wall_s = wall_s;
  },
};
const gateway = inProcessGateway(options);
const host = '192.168.7.9:8080';

/** A program's request to the gateway, as it should be. */
function plain(method: string, target: string, body: object, token?: string): Promise<Answer> {
  const headers: Record<string, string[]> = { host: [host], 'content-type': ['application/json'] };
  if (token !== undefined) headers.authorization = [`Bearer ${token}`];
  time.mono_s += 10;
  return gateway.ask(
    { method, target, headers, client: '10.0.0.1' },
    Buffer.from(method === 'GET' ? '' : JSON.stringify(body)),
  );
}

async function pairAs(role: Role): Promise<string> {
  time.mono_s += 2000; // past any lock-out
  gateway.body.pair(role);
  const answer = await plain('POST', '/api/v1/pairing', { code: codes.at(-1), name: role, wantsToken: true });
  return JSON.parse(String(answer.body)).token;
}

const tokens: Partial<Record<Asker, string>> = { stranger: random.bytes(32).toString('base64url') };
tokens.admin = await pairAs('admin');
for (const role of ['viewer', 'operator'] as const) tokens[role] = await pairAs(role);
const description = await plain('GET', '/api/v1/openapi.json', {}, tokens.admin);
const operations = operationsOf(JSON.parse(String(description.body)));

const found = { crashes: 0, serverErrors: 0, forbiddenCommands: 0, leaks: 0 };
const statuses: Record<string, number> = {};
const firstFaults: string[] = [];

function note(kind: keyof typeof found, asker: Asker, { head, body }: Made, what: string): void {
  found[kind]++;
  if (firstFaults.length < 10)
    firstFaults.push(`${kind}: ${asker} ${JSON.stringify(head)} ${body.toString('latin1').slice(0, 200)}: ${what}`);
}

async function one(asker: Asker, made: Made): Promise<void> {
  commands.length = 0;
  let answer: Answer;
  try {
    answer = await gateway.ask(made.head, made.body);
  } catch (error) {
    return note('crashes', asker, made, String(error));
  }
  const { status, body } = answer;
  statuses[status] = (statuses[status] ?? 0) + 1;
  if (status >= 500) note('serverErrors', asker, made, String(status));
  if (commands.length > 0 && asker !== 'operator' && asker !== 'admin')
    note('forbiddenCommands', asker, made, JSON.stringify(commands));
  if ((asker === 'nobody' || asker === 'stranger') && String(body).includes(secret)) note('leaks', asker, made, 'data');
  // A device that has unpaired itself is paired anew.
  if (status === 200 && made.head.method === 'DELETE' && made.head.target === '/api/v1/session')
    await pairAnew(asker === 'stranger' ? 'operator' : (asker as Role));
}

async function pairAnew(role: Role): Promise<void> {
  tokens[role] = await pairAs(role);
}

const total = Number(values.requests);
const began_ms = performance.now();
let carriedOut = 0;
for (let i = 0; i < total; i++) {
  time.mono_s += random.between(0, 0.5);
  if (random.chance(0.001)) gateway.body.pair(random.pick(['viewer', 'operator'] as const));
  const asker = random.pick(askers);
  const token = tokens[values.plant && asker === 'stranger' ? 'operator' : asker];
  await one(
    asker,
    random.chance(0.5) ? schemaRequest(random.pick(operations), token, random) : rawRequest(operations, token, random),
  );
  carriedOut += commands.length;
}
const took_s = (performance.now() - began_ms) / 1000;

commands.length = 0;
const socketCodes: string[] = [];
const { clock: _, setClock: __, ...wall } = options;
const overSockets = await fuzzOverSockets(
  {
    ...wall,
    port: 0,
    address: '127.0.0.1',
    access: { store: memoryStore(), present: (code) => socketCodes.push(code) },
  },
  async ({ url, body }) => {
    const pairOver = async (role: Role): Promise<string> => {
      body.pair(role);
      const sent = { code: socketCodes.at(-1), name: role, wantsToken: true };
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}api/v1/pairing`, { method: 'POST', headers, body: JSON.stringify(sent) });
      return (await answer.json()).token;
    };
    await pairOver('admin');
    return pairOver('viewer');
  },
  Number(values.sockets),
  random,
);
const commandsOverSockets = commands.length;

console.log(
  `${total} requests in ${took_s.toFixed(0)} s (${Math.round(total / took_s)} a second), ${operations.length} operations`,
);
console.log(
  `answers: ${Object.entries(statuses)
    .map(([status, n]) => `${status} ${n}`)
    .join(', ')}`,
);
console.log(`commands carried out for operators and admins: ${carriedOut}`);
console.log(`over sockets: ${JSON.stringify(overSockets)}, commands carried out: ${commandsOverSockets}`);
console.log(`must be 0: ${JSON.stringify(found)}`);
for (const fault of firstFaults) console.log(fault);
const isSound =
  Object.values(found).every((n) => n === 0) &&
  overSockets.serverErrors + overSockets.unreachable + commandsOverSockets === 0 &&
  carriedOut > 0;
console.log(isSound ? 'sound' : 'NOT SOUND');
if (values.json !== undefined)
  writeFileSync(
    values.json,
    JSON.stringify({ total, took_s, statuses, found, carriedOut, overSockets, commandsOverSockets, isSound }, null, 2),
  );
process.exitCode = isSound ? 0 : 1;
