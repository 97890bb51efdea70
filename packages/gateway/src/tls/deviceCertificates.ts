import { createHash, randomInt } from 'node:crypto';
import type { AccessStore } from '../access/sessions.ts';
import { GatewayError } from '../gatewayError.ts';
import { type Authority, epoch, never, newAuthority, newLeaf, packAuthority, unpackAuthority } from './authority.ts';
import { pemOf } from './certificate.ts';

const day_s = 86_400;
/** A clock that shows less than this (2026) has not been set. */
const setSince_s = 1_767_225_600;
/** Phones refuse a server's certificate that holds for more than 825 days. */
const leafLife_s = 800 * day_s;
/** It begins a day early, for clocks that differ. */
const early_s = day_s;

export interface ServerCertificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** It is to be made anew then, wall time. */
  readonly renew_s: number;
}

/** What HTTPS needs: the authority to install, and a server's certificate for the time that the clock shows. */
export interface DeviceCertificates {
  /** Of the robot on its network. */
  readonly name: string;
  /** DER, to be installed by a person. */
  readonly authority: Buffer;
  /** SHA-256 of it, to compare by eye with what the robot shows. */
  readonly fingerprint: string;
  /** With a key of its own each time. */
  leaf(wall_s: number): ServerCertificate;
}

/**
 * Certificates of this robot, made on it; the authority is kept in `store` and is new when the name is.
 * @param name       of the robot, e.g. `homebound.local`; absent, the one that it has, or one by chance: of two robots in one network
 *                   each is called by its own (1 in 614,656 that they share it), and it says nothing of the household
 * @param addresses  on which it listens
 * Throws GatewayError `accessDamaged` when the store can't be read: a new authority would ask everybody to install it anew.
 */
export function deviceCertificates(
  store: AccessStore,
  name: string | undefined,
  addresses: readonly string[],
): DeviceCertificates {
  const authority = kept(store, name) ?? made(store, name ?? chanceName());
  return {
    name: authority.name,
    authority: authority.certificate,
    fingerprint: createHash('sha256')
      .update(authority.certificate)
      .digest('hex')
      .replace(/..(?=.)/g, '$&:'),
    leaf: (wall_s) => {
      const isSet = wall_s >= setSince_s;
      const from = isSet ? new Date(1000 * (wall_s - early_s)) : epoch;
      const to = isSet ? new Date(1000 * (wall_s - early_s + leafLife_s)) : never;
      const { key, certificate } = newLeaf(authority, [authority.name, ...addresses], from, to);
      return {
        key: String(key.export({ type: 'pkcs8', format: 'pem' })),
        cert: pemOf(certificate) + pemOf(authority.certificate),
        // Before the clock is set: as soon as it is.
        renew_s: isSet ? wall_s + leafLife_s / 2 : setSince_s,
      };
    },
  };
}

function kept(store: AccessStore, name: string | undefined): Authority | undefined {
  const bytes = store.load();
  if (bytes === undefined) return undefined;
  try {
    const authority = unpackAuthority(bytes);
    return name === undefined || authority.name === name ? authority : undefined;
  } catch (cause) {
    throw new GatewayError(
      'accessDamaged',
      "The robot's certificate authority is damaged; restore an earlier version, or reset the robot and install the new one",
      cause,
    );
  }
}

function made(store: AccessStore, name: string): Authority {
  const authority = newAuthority(name);
  store.save(packAuthority(authority));
  return authority;
}

/** Letters and digits that are not mistaken for one another when they are read out. */
const clear = 'abcdefghjkmnpqrstuvwxyz23456';

function chanceName(): string {
  const letters = Array.from({ length: 4 }, () => clear[randomInt(clear.length)]);
  return `homebound-${letters.join('')}.local`;
}
