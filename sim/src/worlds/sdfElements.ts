import { FormatError } from '@homebound/formats';
import type { XmlElement } from './xml.ts';

/**
 * What we know of SDF: for every element, the children that are read, those that say nothing about how a vacuum meets the
 * world, and those that would matter but are not simulated, which become a named warning. Anything else is an error.
 * Source: sdformat 1.12 (sdf/1.12/*.sdf), gz-sim; older elements from 1.6.
 */
const known: Record<string, { read: string; ignored?: string; warned?: string }> = {
  sdf: { read: 'world', ignored: 'light', warned: 'actor' },
  world: {
    read: 'include model frame homebound:floor homebound:dock homebound:start',
    ignored:
      'gui scene light physics plugin gravity magnetic_field atmosphere spherical_coordinates wind audio road joint',
    warned: 'state actor population',
  },
  model: {
    read: 'static pose link model include frame joint',
    ignored: 'plugin self_collide allow_auto_disable enable_wind gripper',
  },
  include: { read: 'uri name pose static placement_frame', ignored: 'plugin' },
  frame: { read: 'pose' },
  joint: {
    read: '',
    ignored: 'pose parent child axis axis2 physics plugin sensor gearbox_ratio thread_pitch screw_thread_pitch',
  },
  link: {
    read: 'pose inertial collision kinematic',
    ignored:
      'visual sensor light projector audio_sink audio_source gravity self_collide enable_wind velocity_decay must_be_base_link particle_emitter battery',
  },
  inertial: { read: 'mass', ignored: 'inertia pose density auto_inertia_params frame fluid_added_mass' },
  collision: {
    read: 'pose geometry surface laser_retro homebound:material homebound:display',
    ignored: 'max_contacts density auto_inertia_params meta',
  },
  surface: { read: 'friction', ignored: 'bounce contact soft_contact' },
  friction: { read: 'ode', ignored: 'torsional bullet' },
  ode: { read: 'mu', ignored: 'mu2 fdir1 slip1 slip2' },
  geometry: { read: 'box cylinder sphere capsule cone ellipsoid polyline plane mesh empty' },
  mesh: { read: 'uri scale', warned: 'submesh' },
  box: { read: 'size' },
  cylinder: { read: 'radius length' },
  sphere: { read: 'radius' },
  capsule: { read: 'radius length' },
  cone: { read: 'radius length' },
  ellipsoid: { read: 'radii' },
  polyline: { read: 'point height' },
  plane: { read: 'normal size' },
  'homebound:floor': { read: 'homebound:outline homebound:height homebound:surface homebound:pile_yaw' },
};

/**
 * Checks the children of an element and adds to `warnings` what is understood but not simulated.
 * Throws FormatError naming an unknown element and its path. Elements with the prefix of somebody else are theirs to know.
 */
export function checkChildren(element: XmlElement, input: string, warnings: string[]): void {
  const list = known[element.tag];
  const names = (words: string | undefined) => (words ?? '').split(' ');
  for (const { tag, path } of element.children) {
    if (names(list.read).includes(tag) || names(list.ignored).includes(tag)) continue;
    if (names(list.warned).includes(tag)) warnings.push(`${path} is not simulated`);
    else if (!tag.includes(':') || tag.startsWith('homebound:'))
      throw new FormatError(
        'unsupported',
        input,
        `<${tag}> is not supported inside <${element.tag}>; known there: ${list.read || 'nothing'}`,
        path,
      );
  }
}
