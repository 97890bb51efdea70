import { connect, type Socket } from 'node:net';
import { startGateway } from '../startGateway.ts';
import { testPage, testView } from '../testHouse.ts';
import { Connections, mostConnections, mostOwnConnections } from './connections.ts';

type Crowd = Pick<Connections, 'came' | 'know'>;

/** A connection that tells whether it is there. */
function connection(remoteAddress: string, remotePort: number) {
  const end = { isOpen: true, closed: () => {} };
  return {
    remoteAddress,
    remotePort,
    end,
    destroy: () => {
      end.isOpen = false;
      end.closed();
    },
    on: (_: string, closed: () => void) => {
      end.closed = closed;
    },
  };
}
const come = (crowd: Crowd, address: string, port: number) => {
  const made = connection(address, port);
  crowd.came(made as never);
  return made.end;
};

/** Whether a paired phone gets in, and stays, while strangers take all the places that they can from 20 addresses. */
function shutOut(crowd: Crowd): string[] {
  const page = come(crowd, '192.168.7.20', 1);
  crowd.know({ remoteAddress: '192.168.7.20', remotePort: 1 });
  for (let n = 0; n < 20 * mostOwnConnections; n++) come(crowd, `192.168.7.${100 + (n % 20)}`, 1000 + n);
  const found = page.isOpen ? [] : ['its open page is closed'];
  if (!come(crowd, '192.168.7.21', 2).isOpen) found.push('another does not get in');
  return found;
}

test('T-RATE: strangers who take every connection shut no paired device out', () => {
  expect(shutOut(new Connections())).toEqual([]);
});

test('T-RATE, planted faults: a server that is full for all alike, and one that lets whoever came first go', () => {
  let count = 0;
  const full: Crowd = { came: (one) => void (++count > mostConnections && one.destroy()), know: () => {} };
  expect(shutOut(full)).toEqual(['another does not get in']);
  const blind = new Connections();
  blind.know = () => {};
  expect(shutOut(blind)).toEqual(['its open page is closed']);
});

test('one address has 32 connections and gets them back; the machine itself has all, and no more', () => {
  const crowd = new Connections();
  const own = Array.from({ length: mostOwnConnections + 1 }, (_, n) => come(crowd, '10.0.0.1', n));
  expect(own.map(({ isOpen }) => isOpen)).toEqual([...Array<boolean>(mostOwnConnections).fill(true), false]);
  own[0].closed();
  expect(come(crowd, '10.0.0.1', 99).isOpen).toBe(true);
  const here = new Connections();
  for (let n = 0; n < mostConnections; n++) {
    expect(come(here, '127.0.0.1', n).isOpen).toBe(true);
    here.know({ remoteAddress: '127.0.0.1', remotePort: n });
  }
  expect(come(here, '127.0.0.1', mostConnections).isOpen).toBe(false);
});

test('T-RATE: over real sockets: all places are taken by who says nothing, and a paired device is answered at once', async () => {
  const codes: string[] = [];
  const store = { load: () => undefined, save: () => {} };
  const access = { store, present: (code: string) => void codes.push(code) };
  const gateway = await startGateway({ port: 0, page: testPage, source: testView(), commands: () => {}, access });
  gateway.body.pair();
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${gateway.url}api/v1/${path}`, { ...init, headers: { connection: 'close', ...init.headers } });
  const body = JSON.stringify({ code: codes[0], name: 'Phone', wantsToken: true });
  const json = { 'content-type': 'application/json' };
  const { token } = (await (await ask('pairing', { method: 'POST', body, headers: json })).json()) as { token: string };
  const silent: Socket[] = [];
  for (let n = 0; n < mostConnections; n++)
    await new Promise<void>((done) => {
      const socket = connect(gateway.port, '127.0.0.1', done);
      silent.push(socket.on('error', () => {}));
    });
  expect((await ask('state', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  for (const socket of silent) socket.destroy();
  await gateway.close();
});
