import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { NameConstraints } from '@peculiar/asn1-x509';
import { memoryStore } from '../access/sessions.ts';
import { type Authority, epoch, never, newAuthority, newLeaf } from './authority.ts';
import { pemOf } from './certificate.ts';
import { deviceCertificates } from './deviceCertificates.ts';
import { isHomeAddress } from './homeAddress.ts';

/** What a client that trusts the authority says to a server with a certificate for `name`: '' when it is content. */
async function complaint(authority: Authority, name: string, notBefore = epoch, notAfter = never): Promise<string> {
  const { key, certificate } = newLeaf(authority, [name], notBefore, notAfter);
  const server = createServer({ key: key.export({ type: 'pkcs8', format: 'pem' }), cert: pemOf(certificate) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const said = await new Promise<string>((resolve) => {
    const isAddress = /^[\d.]+$|:/.test(name);
    const socket = connect(
      {
        port,
        host: '127.0.0.1',
        ca: pemOf(authority.certificate),
        ...(!isAddress && { servername: name }),
        checkServerIdentity: () => undefined,
      },
      () => resolve(''),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('secureConnect', () => socket.destroy());
  });
  server.close();
  return said;
}

const foreign = ['bank.example', 'homebound.local.evil.example', 'other.local', '93.184.216.34', '2606:2800:220:1::1'];

/** Names outside the home for which a certificate of this authority would be believed. */
async function believed(authority: Authority): Promise<string[]> {
  const names: string[] = [];
  for (const name of foreign) if ((await complaint(authority, name)) === '') names.push(name);
  return names;
}

test('T-TLS: the authority is believed for the robot and addresses of a home, and for nothing else, whoever has its key', async () => {
  const authority = newAuthority('homebound.local');
  for (const name of ['homebound.local', '192.168.7.9', '10.1.2.3', '172.31.0.1', '169.254.3.4', 'fd12::1', 'fe80::1'])
    expect([name, await complaint(authority, name)]).toEqual([name, '']);
  expect(await believed(authority)).toEqual([]);
});

test('T-TLS, planted fault: an authority without constraints', async () => {
  expect(await believed(newAuthority('homebound.local', new NameConstraints()))).toEqual(foreign);
});

test('T-KEY: two robots share no authority and no key; a leaf has a key of its own each time', () => {
  const [a, b] = [1, 2].map(() => deviceCertificates(memoryStore(), 'homebound.local', ['192.168.7.9']));
  expect(a.fingerprint).not.toBe(b.fingerprint);
  expect(a.leaf(0).key).not.toBe(a.leaf(0).key);
});

test('the authority is kept over a restart; a new name makes a new one; a damaged one is named', () => {
  const store = memoryStore();
  const first = deviceCertificates(store, 'homebound.local', []);
  expect(deviceCertificates(store, 'homebound.local', []).fingerprint).toBe(first.fingerprint);
  expect(first.fingerprint).toBe(new X509Certificate(first.authority).fingerprint256.toLowerCase());
  expect(deviceCertificates(store, 'kitchen.local', []).fingerprint).not.toBe(first.fingerprint);
  const cut = store.load()!.slice(0, 100);
  expect(() => deviceCertificates({ load: () => cut, save: () => {} }, 'homebound.local', [])).toThrow(
    /authority is damaged/,
  );
  expect(() => newAuthority('bank.example')).toThrow(/before \.local/);
});

test('with a clock at 1970 the certificate holds then and now; once it is set, for at most 825 days', () => {
  const certificates = deviceCertificates(memoryStore(), 'homebound.local', ['192.168.7.9']);
  const read = (wall_s: number) => new X509Certificate(certificates.leaf(wall_s).cert);
  const early = read(12);
  expect([new Date(early.validFrom).getTime(), new Date(early.validTo).getUTCFullYear()]).toEqual([0, 9999]);
  const now_s = 1_800_000_000;
  const set = read(now_s);
  const [from_s, to_s] = [set.validFrom, set.validTo].map((text) => new Date(text).getTime() / 1000);
  expect(from_s).toBeLessThan(now_s);
  expect(to_s - from_s).toBeLessThanOrEqual(825 * 86_400);
  expect(certificates.leaf(now_s).renew_s).toBeLessThan(to_s);
  expect(set.subjectAltName).toBe('DNS:homebound.local, IP Address:192.168.7.9');
  expect(set.verify(new X509Certificate(certificates.authority).publicKey)).toBe(true);
});

test('without a name the robot is called by one of chance, and keeps it', () => {
  const stores = [memoryStore(), memoryStore()];
  const [a, b] = stores.map((store) => deviceCertificates(store, undefined, ['192.168.7.9']).name);
  expect(a).toMatch(/^homebound-[a-z2-6]{4}\.local$/);
  expect(deviceCertificates(stores[0], undefined, ['10.0.0.1']).name).toBe(a);
  // 1 in 614,656 that chance gives both the same.
  expect(b).not.toBe(a);
});

test.each([
  ['192.168.7.9', true],
  ['172.31.255.255', true],
  ['fe80::1', true],
  ['127.0.0.1', true],
  ['172.32.0.1', false],
  ['8.8.8.8', false],
  ['2001:db8::1', false],
  ['::ffff:8.8.8.8', false],
  ['0.0.0.0', false],
  ['home', false],
])('%s is an address of the home: %s', (address, isHome) => {
  expect(isHomeAddress(address)).toBe(isHome);
});
