import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { OctetString } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  ExtendedKeyUsage,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import { extension, makeCertificate } from './certificate.ts';

/** The robot's own authority: whoever installs it trusts it for this robot's name and for addresses of a home, and for nothing else. */
export interface Authority {
  readonly key: KeyObject;
  readonly certificate: Buffer;
  /** The robot's name, e.g. `homebound.local`. */
  readonly name: string;
}

/** Private, link-local and loopback addresses: nothing that is reached over the internet. */
export const homeNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
] as const;

/** A robot without a clock wakes in 1970: what it signs must hold then, too. */
export const epoch = new Date(0);
/** "No well-defined end" (RFC 5280, 4.1.2.5). */
export const never = new Date('9999-12-31T23:59:59Z');

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

function permitted(name: string): NameConstraints {
  const bases = [
    new GeneralName({ dNSName: name }),
    ...homeNetworks.map((network) => new GeneralName({ iPAddress: network })),
  ];
  return new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base }))),
  });
}

/** Eight characters of the certificate's hash: two robots of one name are two authorities. */
function subjectOf(name: string, key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return `${name} ${createHash('sha256').update(spki).digest('hex').slice(0, 8)}`;
}

/** A new authority for the robot called `name`. Throws RangeError when the name is not one of the home's. */
export function newAuthority(name: string, constraints: NameConstraints | undefined = permitted(name)): Authority {
  if (!/^[a-z0-9-]{1,63}\.local$/.test(name))
    throw new RangeError(`Cannot make an authority for ${name}: the name must be letters, digits and - before .local`);
  const key = newKey();
  const subject = subjectOf(name, key);
  const publicKey = createPublicKey(key);
  const hash = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
  const certificate = makeCertificate({
    subject,
    subjectKey: publicKey,
    issuer: subject,
    issuerKey: key,
    notBefore: epoch,
    notAfter: never,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(new OctetString(hash))),
      ...(constraints === undefined ? [] : [extension(id_ce_nameConstraints, constraints, true)]),
    ],
  });
  return { key, certificate, name };
}

export interface Leaf {
  readonly key: KeyObject;
  readonly certificate: Buffer;
}

/** A server's certificate with a key of its own for these names and addresses. */
export function newLeaf(authority: Authority, names: readonly string[], notBefore: Date, notAfter: Date): Leaf {
  const key = newKey();
  const alternatives = names.map((name) => new GeneralName(isIP(name) ? { iPAddress: name } : { dNSName: name }));
  const certificate = makeCertificate({
    subject: authority.name,
    subjectKey: createPublicKey(key),
    issuer: subjectOf(authority.name, authority.key),
    issuerKey: authority.key,
    notBefore,
    notAfter,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({}), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(alternatives)),
    ],
  });
  return { key, certificate };
}

/** An authority as bytes for the store, and back. */
export function packAuthority({ key, certificate, name }: Authority): Uint8Array {
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  return new TextEncoder().encode(
    JSON.stringify({ version: 1, name, key: pem, certificate: certificate.toString('base64') }),
  );
}

/** Throws SyntaxError or RangeError when the bytes are not an authority. */
export function unpackAuthority(bytes: Uint8Array): Authority {
  const { version, name, key, certificate } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (version !== 1 || typeof name !== 'string' || typeof key !== 'string' || typeof certificate !== 'string')
    throw new RangeError('Cannot read the authority: version, name, key and certificate must be there');
  return { key: createPrivateKey(key), certificate: Buffer.from(certificate, 'base64'), name };
}
