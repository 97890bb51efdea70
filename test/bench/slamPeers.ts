/** Mean errors that others reach on the same relations, m and degrees: to compare with, not run here. */
export type Peer = readonly [name: string, translation_m: number, rotation_deg: number];

/**
 * Published: Cartographer (Hess et al., ICRA 2016, tables I-V) and graph mapping (Kümmerle et al. 2009). The others were run on one
 * core of a machine like this one, at defaults or lightly tuned: LaMa (IRIS-LaMa slam2d, a pose each 0.05 m / 0.05 rad, and its graph
 * variant), GMapping with 30 particles, slam_toolbox (Karto, online sync), Cartographer with wheel heading as gyro.
 */
export const peers: Readonly<Record<string, readonly Peer[]>> = {
  intel: [
    ['Cartographer, published', 0.0229, 0.453],
    ['graph mapping, published', 0.031, 1.3],
    ['LaMa slam2d', 0.0199, 0.335],
    ['LaMa graph', 0.0213, 0.275],
    ['Cartographer, best tuned', 0.0209, 0.325],
    ['GMapping', 0.0327, 1.28],
    ['slam_toolbox', 0.328, 1.35],
  ],
  aces: [
    ['Cartographer, published', 0.0375, 0.373],
    ['graph mapping, published', 0.044, 0.4],
    ['LaMa slam2d', 0.0423, 0.393],
    ['Cartographer, best tuned', 0.0419, 0.343],
    ['GMapping', 0.0548, 0.92],
    ['slam_toolbox', 0.0519, 0.958],
  ],
  fr079: [
    ['Cartographer, published', 0.0452, 0.538],
    ['graph mapping, published', 0.056, 0.6],
    ['LaMa slam2d', 0.0549, 0.438],
    ['GMapping', 1.29, 7.2],
    ['slam_toolbox', 2.39, 5.73],
  ],
  csail: [
    ['Cartographer, published', 0.0319, 0.369],
    ['LaMa graph', 0.033, 0.453],
    ['GMapping', 0.0498, 2.33],
    ['slam_toolbox', 0.0581, 2.24],
  ],
  killian: [
    ['Cartographer, published', 0.0395, 0.352],
    ['graph mapping, published', 0.05, 0.5],
    ['LaMa graph', 0.381, 0.464],
    ['slam_toolbox', 0.74, 1.11],
  ],
  hospital: [
    ['Cartographer, published', 0.1078, 0.747],
    ['graph mapping, published', 0.143, 0.9],
    ['LaMa slam2d', 0.884, 1.21],
    ['slam_toolbox', 2.7, 1.74],
  ],
};

/** The peers of a log that is named as the benchmark's or with more around it (`mit-csail`). */
export function peersOf(name: string): readonly Peer[] {
  return peers[name] ?? Object.entries(peers).find(([log]) => name === `mit-${log}`)?.[1] ?? [];
}
