import { assetOf, type Gateway, type GatewayOptions, memoryAudit, startGateway } from '@homebound/gateway';
import { decodeFrame, decodeText, LiveView } from '@homebound/wire';
import { WebSocket } from 'ws';
import { homeMapId, testHome } from '../../packages/gateway/src/testHome.ts';
import { demoHello } from '../helpers/demoHome.ts';

/** A map that is shown and is deleted: what a page that comes afterwards is still told of it, over the socket or by asking. */

const lastWords = 'There is no map';
/** What a page is told that is not of the map: of the robot, of who else looks. */
const harmless = ['hello', 'presence', 'status', 'end'];

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** The view of a home that has everything there is to retain. */
function shownHome(): LiveView {
  const view = new LiveView(demoHello);
  const frame = { width: 40, height: 30, resolution_m: 0.05, originX_m: -1, originY_m: 2 };
  view.grid('map', 1, frame, new Int8Array(1200).fill(100));
  view.grid('coverage', 1, frame, new Uint8Array(1200).fill(1));
  view.pose(1, { x: 0.5, y: 0.25, theta: 0 }, new Float64Array(9));
  view.rooms([{ id: 1, name: 'Geheimzimmer', outline: [0, 0, 1, 0, 1, 1] }]);
  view.extendTrail(1, [0, 0, 1, 1]);
  view.lines('plan', 1, [0, 0, 1, 1]);
  view.lines('path', 1, [0, 0, 1, 1]);
  view.scan(1, [0, 0, 1, 1]);
  view.status(1, { dock: { x: 1, y: 2, theta: 0 } });
  return view;
}

/** A page; `told` grows with what it hears of the home. */
async function openPage({ port }: Gateway) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { origin: `http://127.0.0.1:${port}` } });
  open.push({ close: () => socket.terminate() });
  const told: string[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return void told.push(decodeFrame(data).type);
    const text = decodeText(data.toString());
    if (text.type === 'rooms' && text.rooms.length === 0) return;
    told.push(text.type);
    if (text.type === 'status' && text.dock !== undefined) told.push('dock');
    if (text.type === 'status' && text.reason === lastWords) told.push('end');
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const until = async (enough: () => boolean): Promise<void> => {
    while (!enough()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { told, until };
}

/** What is left of a deleted map for whoever comes later, and whether who was there was told to begin anew. */
async function leftOf(onGone: (view: LiveView) => GatewayOptions['onGone']) {
  const view = shownHome();
  const gateway = await startGateway({
    port: 0,
    page: new Map([['/', assetOf('index.html', Buffer.from('<p>home'))]]),
    source: view,
    commands: () => {},
    home: testHome(memoryAudit(), () => 0),
    onGone: onGone(view),
  });
  open.push(gateway);
  const early = await openPage(gateway);
  await early.until(() => early.told.includes('scan') && early.told.includes('map'));
  const ask = (method: string, path: string) =>
    fetch(`${gateway.url}api/v1/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: '{}' }),
    });
  expect((await ask('DELETE', `maps/${homeMapId}`)).headers.get('clear-site-data')).toBe('"cache"');
  const late = await openPage(gateway);
  view.status(2, { reason: lastWords });
  for (const page of [early, late]) await page.until(() => page.told.includes('end'));
  const left = late.told.filter((type) => !harmless.includes(type));
  if ((await ask('GET', 'map.json')).status !== 404) left.push('map.json');
  if ((await ask('GET', 'map.png')).status !== 404) left.push('map.png');
  if ((await (await ask('GET', 'rooms')).json()).rooms.length > 0) left.push('rooms.json');
  return { left, isBegunAnew: early.told.filter((type) => type === 'hello').length === 2 };
}

test('T-DEL: of a deleted map that was shown nothing is retained: who comes later is told nothing, who is there begins anew', async () => {
  expect(await leftOf((view) => () => view.clear())).toEqual({ left: [], isBegunAnew: true });
});

test('T-DEL, planted faults: a view that is not told, and one that forgets the names alone', async () => {
  const all = ['map', 'coverage', 'rooms', 'pose', 'trail', 'plan', 'path', 'scan'];
  const untold = await leftOf(() => undefined);
  expect(untold.left).toEqual(expect.arrayContaining([...all, 'dock', 'map.json', 'map.png', 'rooms.json']));
  expect(untold.isBegunAnew).toBe(false);
  const careless = await leftOf((view) => () => view.rooms([]));
  expect(careless.left).not.toContain('rooms.json');
  expect(careless.left).toEqual(expect.arrayContaining(['map', 'pose', 'trail', 'map.png']));
});
