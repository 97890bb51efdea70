import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphPrivacy } from './privacy.ts';
import type { Env } from './privacyFacts.ts';

/** Two certificate authorities and a certificate of the first, as `ros2 security` makes them: EC keys. */
const folder = mkdtempSync(join(tmpdir(), 'homebound-keys-'));
const openssl = (...args: string[]): string => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString();
const pem = (name: string): string => readFileSync(join(folder, name), 'utf8');
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const haveOpenssl = existsSync('/usr/bin/openssl');

beforeAll(() => {
  if (!haveOpenssl) return;
  for (const ca of ['ca', 'foreign'])
    openssl(
      'req',
      '-x509',
      ...newKey,
      '-keyout',
      `${ca}.key`,
      '-out',
      `${ca}.pem`,
      '-subj',
      '/CN=sros2CA',
      '-days',
      '30',
    );
  openssl('req', ...newKey, '-keyout', 'key.pem', '-out', 'mind.csr', '-subj', '/CN=homebound-mind');
  openssl(
    'x509',
    '-req',
    '-in',
    'mind.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'cert.pem',
    '-days',
    '20',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const governance = `
  <allow_unauthenticated_participants>false</allow_unauthenticated_participants>
  <enable_join_access_control>true</enable_join_access_control>
  <discovery_protection_kind>ENCRYPT</discovery_protection_kind>
  <enable_read_access_control>true</enable_read_access_control>
  <enable_write_access_control>true</enable_write_access_control>
  <data_protection_kind>ENCRYPT</data_protection_kind>`;
const day_ms = 86_400_000;

interface Plant {
  readonly env?: Env;
  readonly enclave?: string;
  readonly files?: Readonly<Record<string, string | undefined>>;
  readonly isOpen?: boolean;
  readonly inDays?: number;
}

/** Why a process with whole keys is kept from the network when one thing is changed; undefined when it is not. */
function refusal({ env, enclave = '/homebound/mind', files, isOpen = false, inDays = 1 }: Plant): string | undefined {
  const kept: Record<string, string | undefined> = {
    'identity_ca.cert.pem': pem('ca.pem'),
    'permissions_ca.cert.pem': pem('ca.pem'),
    'cert.pem': pem('cert.pem'),
    'key.pem': 'secret',
    'governance.p7s': governance,
    'permissions.p7s': 'signed',
    ...files,
  };
  const whole = {
    HOMEBOUND_ROS_REACH: 'network',
    RMW_IMPLEMENTATION: 'rmw_cyclonedds_cpp',
    ROS_SECURITY_ENABLE: 'true',
    ROS_SECURITY_STRATEGY: 'Enforce',
    ROS_SECURITY_KEYSTORE: '/keys',
  };
  const privacy = graphPrivacy(
    { ...whole, ...env },
    {
      bootId: undefined,
      installedRmws: [],
      enclave,
      files: {
        read: (path) => (path.startsWith('/keys/enclaves/homebound/mind/') ? kept[path.slice(30)] : undefined),
        isOpen: () => isOpen,
      },
      now: new Date(Date.now() + inDays * day_ms),
    },
  );
  return privacy.ok ? undefined : privacy.reason;
}

(haveOpenssl ? describe : describe.skip)('beyond this machine', () => {
  test('T-DDS: a process with whole keys goes over the network, and its own settings for it stay', () => {
    expect(refusal({})).toBeUndefined();
  });

  test.each<[string, Plant, RegExp]>([
    ['security is off', { env: { ROS_SECURITY_ENABLE: undefined } }, /set ROS_SECURITY_ENABLE=true/],
    ['security is on in a way that ROS reads as off', { env: { ROS_SECURITY_ENABLE: '1' } }, /ENABLE=true/],
    ['strangers are let in', { env: { ROS_SECURITY_STRATEGY: 'Permissive' } }, /STRATEGY=Enforce/],
    [
      'the strategy is in letters that ROS reads as permissive',
      { env: { ROS_SECURITY_STRATEGY: 'enforce' } },
      /Enforce/,
    ],
    ['there is no keystore', { env: { ROS_SECURITY_KEYSTORE: undefined } }, /names no keystore/],
    ['the process has no enclave', { enclave: '' }, /--enclave/],
    ['the enclave is not in the keystore', { enclave: '/homebound/body' }, /has no identity_ca.cert.pem, cert.pem/],
    ['a file is missing', { files: { 'governance.p7s': undefined } }, /has no governance\.p7s/],
    ['others may read the key', { isOpen: true }, /chmod 600/],
    [
      'the certificate is of another authority',
      { files: { 'identity_ca.cert.pem': 'FOREIGN' } },
      /not of the authority/,
    ],
    ['the certificate is no more', { inDays: 40 }, /was good until/],
    ['the certificate is not yet: the clock stands in 1970', { inDays: -20_000 }, /set the clock/],
    ['the certificate is none', { files: { 'cert.pem': 'x' } }, /cannot be read/],
    ['the governance lets strangers in', plant('allow_unauthenticated_participants', 'true'), /participants true/],
    ['the governance lets everybody join', plant('enable_join_access_control', 'false'), /join_access_control false/],
    ['the governance lets everybody write', plant('enable_write_access_control', '0'), /write_access_control 0/],
    ['messages are signed, not encrypted', plant('data_protection_kind', 'SIGN'), /data_protection_kind SIGN/],
    [
      'one of two rules is open',
      { files: { 'governance.p7s': `${governance}<data_protection_kind>NONE</data_protection_kind>` } },
      /kind NONE/,
    ],
    ['the governance is silent', { files: { 'governance.p7s': '<dds/>' } }, /does not say/],
  ])('T-DDS, planted fault: %s', (_, planted, words) => {
    const foreign = planted.files?.['identity_ca.cert.pem'] === 'FOREIGN';
    const reason = refusal(foreign ? { files: { 'identity_ca.cert.pem': pem('foreign.pem') } } : planted);
    expect(reason).toMatch(/^HOMEBOUND_ROS_REACH=network is refused: .+$/); // one line
    expect(reason).toMatch(words);
  });
});

function plant(element: string, value: string): Plant {
  const changed = governance.replace(new RegExp(`<${element}>\\w*<`), `<${element}>${value}<`);
  return { files: { 'governance.p7s': changed } };
}
