import { X509Certificate } from 'node:crypto';
import type { Env, PrivacyFacts } from './privacyFacts.ts';

/** What DDS Security needs of an enclave, by SROS 2's names. */
const needed = [
  'identity_ca.cert.pem',
  'cert.pem',
  'key.pem',
  'permissions_ca.cert.pem',
  'governance.p7s',
  'permissions.p7s',
];

/**
 * Why this process must not go beyond its machine; undefined when it may. ROS itself takes a strategy that it can't read, or
 * a governance that lets strangers in, without a word: it would run, and be open.
 */
export function enclaveRefusal(env: Env, facts: PrivacyFacts): string | undefined {
  const refused = (why: string): string => `HOMEBOUND_ROS_REACH=network is refused: ${why}`;
  if (env.ROS_SECURITY_ENABLE !== 'true') return refused('set ROS_SECURITY_ENABLE=true');
  if (env.ROS_SECURITY_STRATEGY !== 'Enforce')
    return refused('set ROS_SECURITY_STRATEGY=Enforce; anything else lets strangers in');
  const keystore = env.ROS_SECURITY_KEYSTORE;
  if (!keystore) return refused('ROS_SECURITY_KEYSTORE names no keystore (`ros2 security create_keystore`)');
  const enclave = env.ROS_SECURITY_ENCLAVE_OVERRIDE || facts.enclave;
  if (!enclave) return refused('this process has no enclave: `--ros-args --enclave /homebound/mind`');
  const folder = `${keystore}/enclaves/${enclave.replace(/^\//, '')}`;
  const absent = needed.filter((name) => facts.files.read(`${folder}/${name}`) === undefined);
  if (absent.length > 0)
    return refused(`${folder} has no ${absent.join(', ')} (\`ros2 security create_enclave ${keystore} ${enclave}\`)`);
  if (facts.files.isOpen(`${folder}/key.pem`)) return refused(`others may read ${folder}/key.pem (\`chmod 600\`)`);
  const read = (name: string): string => facts.files.read(`${folder}/${name}`)!;
  const why =
    governanceFault(read('governance.p7s')) ??
    certificateFault(read('cert.pem'), read('identity_ca.cert.pem'), facts.now);
  return why === undefined ? undefined : refused(`${folder}: ${why}`);
}

/** What the governance must say for nobody to listen in and no stranger to take part. */
const wanted: readonly (readonly [element: string, values: RegExp])[] = [
  ['allow_unauthenticated_participants', /^(false|0)$/i],
  ['enable_join_access_control', /^(true|1)$/i],
  ['enable_read_access_control', /^(true|1)$/i],
  ['enable_write_access_control', /^(true|1)$/i],
  ['discovery_protection_kind', /^ENCRYPT/],
  ['data_protection_kind', /^ENCRYPT/],
];

/** The signature is ROS's to check; what is signed stands in it as it was written. */
function governanceFault(signed: string): string | undefined {
  for (const [element, values] of wanted) {
    const said = [...signed.matchAll(new RegExp(`<${element}>\\s*([^<\\s]*)\\s*</${element}>`, 'g'))].map(([, v]) => v);
    if (said.length === 0) return `governance.p7s does not say ${element}`;
    const bad = said.find((value) => !values.test(value));
    if (bad !== undefined) return `governance.p7s says ${element} ${bad}`;
  }
  return undefined;
}

function certificateFault(pem: string, authority: string, now: Date): string | undefined {
  try {
    const [certificate, ca] = [new X509Certificate(pem), new X509Certificate(authority)];
    if (!certificate.verify(ca.publicKey)) return 'cert.pem is not of the authority beside it';
    if (now < new Date(certificate.validFrom))
      return `cert.pem holds from ${certificate.validFrom}, and the clock says ${now.toISOString()}: set the clock`;
    if (now > new Date(certificate.validTo)) return `cert.pem was good until ${certificate.validTo}: make it anew`;
    return undefined;
  } catch (cause) {
    return `its certificates cannot be read: ${(cause as Error).message}`;
  }
}
