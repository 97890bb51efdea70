// Writes packages/messages/src/generated from .msg, .srv and .action definitions; run by hand, the output is committed.
// `--check` writes nothing and exits 1 when the output differs. Definitions come from @foxglove/rosmsg-msgs-common (ROS 2
// Jazzy) and, for what it lacks and what is ours, from packages/messages/definitions and packages/messages/homebound_interfaces.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@foxglove/rosmsg';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const common = join(
  dirname(createRequire(import.meta.url).resolve('@foxglove/rosmsg-msgs-common')),
  '../msgdefs/ros2jazzy',
);
const folders = [join(root, 'packages/messages'), join(root, 'packages/messages/definitions'), common];
const output = join(root, 'packages/messages/src/generated');

/** What is generated besides the types that these use. */
const roots = {
  action_msgs: ['msg/GoalStatusArray', 'srv/CancelGoal'],
  diagnostic_msgs: ['msg/DiagnosticArray'],
  geometry_msgs: [
    ...['msg/PointStamped', 'msg/PolygonStamped', 'msg/PoseArray', 'msg/PoseStamped', 'msg/PoseWithCovarianceStamped'],
    ...['msg/Quaternion', 'msg/TransformStamped', 'msg/TwistStamped', 'msg/Vector3Stamped'],
  ],
  homebound_interfaces: localTypes('homebound_interfaces'),
  irobot_create_msgs: [
    ...['msg/DockStatus', 'msg/HazardDetectionVector', 'msg/KidnapStatus', 'msg/StopStatus', 'msg/WheelVels'],
  ],
  lifecycle_msgs: ['msg/TransitionEvent', 'srv/ChangeState', 'srv/GetState'],
  map_msgs: ['msg/OccupancyGridUpdate'],
  nav2_msgs: ['action/ComputePathToPose', 'action/FollowPath', 'action/NavigateToPose', 'srv/LoadMap', 'srv/SaveMap'],
  nav_msgs: ['msg/MapMetaData', 'msg/OccupancyGrid', 'msg/Odometry', 'msg/Path', 'srv/GetMap'],
  rcl_interfaces: ['msg/Log'],
  rosgraph_msgs: ['msg/Clock'],
  sensor_msgs: [
    ...['msg/BatteryState', 'msg/CameraInfo', 'msg/CompressedImage', 'msg/Image', 'msg/Imu', 'msg/JointState'],
    ...['msg/LaserScan', 'msg/PointCloud2', 'msg/Range'],
  ],
  simulation_interfaces: localTypes('definitions/simulation_interfaces'),
  std_msgs: [
    ...['msg/Bool', 'msg/ColorRGBA', 'msg/Empty', 'msg/Float32', 'msg/Float64', 'msg/Header', 'msg/Int32'],
    ...['msg/Int64', 'msg/String', 'msg/UInt8', 'msg/UInt32'],
  ],
  std_srvs: ['srv/Empty', 'srv/SetBool', 'srv/Trigger'],
  tf2_msgs: ['msg/TFMessage'],
  visualization_msgs: ['msg/MarkerArray'],
};

/** wire type → TypeScript type, typed array, bytes */
const numeric = {
  int8: ['number', 'Int8Array'],
  uint8: ['number', 'Uint8Array'],
  int16: ['number', 'Int16Array'],
  uint16: ['number', 'Uint16Array'],
  int32: ['number', 'Int32Array'],
  uint32: ['number', 'Uint32Array'],
  int64: ['bigint', 'BigInt64Array'],
  uint64: ['bigint', 'BigUint64Array'],
  float32: ['number', 'Float32Array'],
  float64: ['number', 'Float64Array'],
};
const interfaces = { time: 'builtin_interfaces/Time', duration: 'builtin_interfaces/Duration' };

function localTypes(ros) {
  const top = join(root, 'packages/messages', ros);
  return ['msg', 'srv', 'action'].flatMap((kind) =>
    existsSync(join(top, kind))
      ? readdirSync(join(top, kind))
          .sort()
          .map((f) => `${kind}/${f.split('.')[0]}`)
      : [],
  );
}

function readDefinition(ros, kind, name) {
  for (const folder of folders) {
    const path = join(folder, ros, kind, `${name}.${kind}`);
    if (existsSync(path)) return readFileSync(path, 'utf8').split(/^={80}$/m)[0];
  }
  throw new Error(`no definition of ${ros}/${kind}/${name}`);
}

/**
 * Field name → its comment: the one behind it (and its indented continuation), else the lines right above it. The block
 * at the top of a file is about the type and stands under ''.
 */
function comments(text) {
  const lines = text.split('\n');
  const top = lines.findIndex((line) => !line.startsWith('#'));
  const about = lines.slice(0, top).map((line) => line.replace(/^#+\s?/, '').trim());
  const found = new Map([['', about.join(' ').trim()]]);
  let above = [];
  let last;
  for (const line of lines.slice(top)) {
    const comment = /^\s*#\s?(.*)$/.exec(line);
    if (comment) {
      if (last && /^\s+#/.test(line)) found.set(last, `${found.get(last)} ${comment[1].trim()}`.trim());
      else above.push(comment[1].trim());
      continue;
    }
    const field = /^\s*[\w/]+(?:<=\d+)?(?:\[[^\]]*\])?\s+(\w+)\s*([^#]*?)\s*(?:#\s?(.*))?$/.exec(line);
    last = undefined;
    if (field && !field[2].startsWith('=')) {
      if (field[3]) {
        last = field[1];
        found.set(last, field[3].trim());
      } else if (above.length > 0) found.set(field[1], above.join(' ').trim());
    }
    above = [];
  }
  return found;
}

const strip = (text) =>
  text
    .split('\n')
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, '')
        .trim()
        .replace(/\s+/g, ' '),
    )
    .filter(Boolean)
    .join('\n');

const types = new Map(); // 'pkg/Name' → { ros, name, full, fields, constants, text, comments }
const calls = new Map(); // 'pkg/Name' → { ros, kind, name, parts }

function addMessage(ros, full, name, text) {
  const key = `${ros}/${name}`;
  if (types.has(key)) return;
  const definitions = parse(text, { ros2: true, skipTypeFixup: true })[0]?.definitions ?? [];
  const fields = definitions.filter((d) => !d.isConstant).map((d) => toField(ros, full, d));
  types.set(key, {
    ros,
    name,
    full,
    fields,
    constants: definitions.filter((d) => d.isConstant),
    text: strip(text),
    comments: comments(text),
  });
  for (const { message } of fields)
    if (message) {
      const [otherRos, otherName] = message.split('/');
      if (!types.has(message))
        addMessage(otherRos, `${otherRos}/msg/${otherName}`, otherName, readDefinition(otherRos, 'msg', otherName));
    }
}

function toField(ros, full, d) {
  if (d.type === 'wstring') throw new Error(`${full}.${d.name}: wstring is not supported`);
  const message =
    interfaces[d.type] ??
    (d.isComplex ? (d.type.includes('/') ? d.type.replace('/msg/', '/') : `${ros}/${d.type}`) : undefined);
  if (d.isArray && d.defaultValue !== undefined)
    throw new Error(`${full}.${d.name}: defaults of arrays are not supported`);
  return {
    name: d.name,
    type: d.type,
    message,
    isArray: d.isArray === true,
    fixed: d.arrayLength,
    max: d.arrayUpperBound,
    maxText: d.upperBound,
    fallback: d.defaultValue,
  };
}

/** What rosidl makes of every service: the message that tells of its calls (service introspection). */
const eventText = (name) =>
  `service_msgs/ServiceEventInfo info\n${name}_Request[<=1] request\n${name}_Response[<=1] response\n`;

for (const [ros, list] of Object.entries(roots))
  for (const entry of list) {
    const [kind, name] = entry.split('/');
    const text = readDefinition(ros, kind, name);
    if (kind === 'msg') {
      addMessage(ros, `${ros}/msg/${name}`, name, text);
      continue;
    }
    const parts = kind === 'srv' ? ['Request', 'Response'] : ['Goal', 'Result', 'Feedback'];
    for (const [i, section] of text.split(/^---\s*$/m).entries())
      addMessage(ros, `${ros}/${kind}/${name}_${parts[i]}`, `${name}_${parts[i]}`, section.replace(/^\n/, ''));
    if (kind === 'srv') {
      parts.push('Event');
      addMessage(ros, `${ros}/srv/${name}_Event`, `${name}_Event`, eventText(name));
    }
    calls.set(`${ros}/${name}`, { ros, kind, name, parts });
  }

/** The name of a message type inside the file of package `ros`. */
const local = (ros, message) =>
  message.startsWith(`${ros}/`) ? message.slice(ros.length + 1) : message.replace('/', '.');

function tsType(ros, f) {
  if (f.message) return f.isArray ? `${local(ros, f.message)}[]` : local(ros, f.message);
  if (f.type in numeric) return f.isArray ? numeric[f.type][1] : numeric[f.type][0];
  return (f.type === 'bool' ? 'boolean' : 'string') + (f.isArray ? '[]' : '');
}

const literal = (value) =>
  typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)?.replace(/^"(.*)"$/, "'$1'");
const args = (...list) => {
  while (list.length > 0 && list.at(-1) === undefined) list.pop();
  return list.map((a) => a ?? 'undefined').join(', ');
};

function canonicalOf(t, f) {
  const value = `m.${f.name}`;
  const where = `'${t.ros}/${t.name}.${f.name}'`;
  const nested = f.message && local(t.ros, f.message);
  if (f.isArray && f.message)
    return `c.list(${args(value, where, `(e, at) => ${nested}.canonical(c.part(e, at))`, f.fixed, f.max)})`;
  if (f.isArray && f.type in numeric) return `c.numbers(${args(value, where, numeric[f.type][1], f.fixed, f.max)})`;
  if (f.isArray) return `c.list(${args(value, where, `(e, at) => c.${f.type}(e, at)`, f.fixed, f.max)})`;
  if (f.message) return `${nested}.canonical(c.part(${value}, ${where}))`;
  const fallback = f.fallback === undefined || f.fallback === 0 ? undefined : literal(f.fallback);
  return `c.${f.type}(${args(value, where, fallback, f.maxText)})`;
}

function writeOf(t, f) {
  const value = `m.${f.name}`;
  const nested = f.message && local(t.ros, f.message);
  if (f.isArray && f.type in numeric && !f.message) return `w.${f.fixed ? 'numbers' : 'numberSequence'}(${value});`;
  if (f.isArray) {
    const each = `for (const e of ${value}) ${f.message ? `${nested}.write(w, e)` : `w.${f.type}(e)`};`;
    return f.fixed ? each : `w.uint32(${value}.length);\n    ${each}`;
  }
  return f.message ? `${nested}.write(w, ${value});` : `w.${f.type}(${value});`;
}

function readOf(t, f) {
  const field = `'${f.name}'`;
  const nested = f.message && local(t.ros, f.message);
  if (f.isArray && f.type in numeric && !f.message)
    return f.fixed
      ? `r.numbers(${field}, ${numeric[f.type][1]}, ${f.fixed})`
      : `r.numberSequence(${args(field, numeric[f.type][1], f.max)})`;
  if (f.isArray)
    return `r.list(${args(field, f.message ? `${nested}.read` : `(e) => e.${f.type}(${field})`, f.fixed, f.max)})`;
  return f.message ? `${nested}.read(r)` : `r.${f.type}(${field})`;
}

function messageSource(t) {
  const doc = (name, indent) => {
    const text = (t.comments.get(name) ?? '').replace(/\s+/g, ' ').replace(/\*\//g, '* /');
    return text ? `${indent}/** ${text} */\n` : '';
  };
  const fields = (line) => t.fields.map((f) => `${line(f)}\n`).join('');
  const empty = t.fields.length === 0;
  const declaration = empty
    ? `export type ${t.name} = Record<string, never>;\n`
    : `export interface ${t.name} {\n${fields((f) => `${doc(f.name, '  ')}  ${f.name}: ${tsType(t.ros, f)};`)}}\n`;
  const uses = [...new Set(t.fields.filter((f) => f.message).map((f) => local(t.ros, f.message)))];
  // An empty message carries one dummy byte on the wire.
  const functions = empty
    ? "  canonical: () => ({}),\n  write: (w) => w.uint8(0),\n  read: (r) => {\n    r.uint8('(empty)');\n    return {};\n  },\n"
    : `  canonical: (m) => ({\n${fields((f) => `    ${f.name}: ${canonicalOf(t, f)},`)}  }),\n` +
      `  write: (w, m) => {\n${fields((f) => `    ${writeOf(t, f)}`)}  },\n` +
      `  read: (r) => ({\n${fields((f) => `    ${f.name}: ${readOf(t, f)},`)}  }),\n`;
  const codec =
    `/* @__PURE__ */ new MessageCodec<${t.name}>({\n  name: '${t.full}',\n  text: \`${t.text}\`,\n` +
    `  uses: [${uses.join(', ')}],\n${functions}})`;
  const constants = t.constants.map((d) => `    ${d.name}: ${literal(d.value)},\n`).join('');
  const value = constants
    ? `/* @__PURE__ */ Object.assign(\n  ${codec.replace(/\n(?= |})/g, '\n  ')},\n  {\n${constants}  } as const,\n)`
    : codec;
  return `${doc('', '')}${declaration}\nexport const ${t.name} = ${value};\n`;
}

function callSource({ ros, kind, name, parts }) {
  const type =
    kind === 'srv'
      ? `ServiceType<${name}_Request, ${name}_Response>`
      : `ActionType<${parts.map((part) => `${name}_${part}`).join(', ')}>`;
  const fields = parts.map((part) => `  ${part.toLowerCase()}: ${name}_${part},\n`).join('');
  // simulation_interfaces has a message and a service of one name.
  const alone = types.has(`${ros}/${name}`) ? `${name}_Service` : name;
  return `export const ${alone}: ${type} = {\n  name: '${ros}/${kind}/${name}',\n${fields}};\n`;
}

/** Types of one package, each after those that it uses. */
function ordered(ros) {
  const done = new Set();
  const out = [];
  const visit = (t) => {
    if (done.has(t.name)) return;
    done.add(t.name);
    for (const f of t.fields) if (f.message?.startsWith(`${ros}/`)) visit(types.get(f.message));
    out.push(t);
  };
  const mine = [...types.values()].filter((t) => t.ros === ros).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const t of mine) visit(t);
  return out;
}

function packageSource(ros) {
  const mine = ordered(ros);
  const others = [
    ...new Set(
      mine
        .flatMap((t) => t.fields)
        .filter((f) => f.message && !f.message.startsWith(`${ros}/`))
        .map((f) => f.message.split('/')[0]),
    ),
  ].sort();
  const called = [...calls.values()].filter((call) => call.ros === ros);
  const kinds = [...new Set(called.map((call) => (call.kind === 'srv' ? 'ServiceType' : 'ActionType')))].sort();
  const imports = [
    ...(mine.some((t) => t.fields.length > 0) ? ["import * as c from '../canonical.ts';"] : []),
    "import { MessageCodec } from '../codec.ts';",
    ...(kinds.length > 0 ? [`import type { ${kinds.join(', ')} } from '../types.ts';`] : []),
    ...others.map((other) => `import * as ${other} from './${other}.ts';`),
  ];
  return [
    `// Generated by tools/generate-messages.mjs: change the definitions, not this file.\n${imports.join('\n')}\n`,
    ...mine.map(messageSource),
    ...called.map(callSource),
  ].join('\n');
}

const packages = [...new Set([...types.values()].map((t) => t.ros))].sort();
const files = new Map(packages.map((ros) => [`${ros}.ts`, packageSource(ros)]));
files.set(
  'index.ts',
  `// Generated by tools/generate-messages.mjs.\n${packages.map((ros) => `export * as ${ros} from './${ros}.ts';\n`).join('')}`,
);

if (process.argv.includes('--check')) {
  const stale = [...files]
    .filter(([name, text]) => !existsSync(join(output, name)) || readFileSync(join(output, name), 'utf8') !== text)
    .map(([name]) => name);
  const extra = existsSync(output) ? readdirSync(output).filter((name) => !files.has(name)) : [];
  for (const name of [...stale, ...extra])
    console.error(`packages/messages/src/generated/${name} is not what tools/generate-messages.mjs writes`);
  process.exit(stale.length + extra.length === 0 ? 0 : 1);
}
mkdirSync(output, { recursive: true });
for (const [name, text] of files) writeFileSync(join(output, name), text);
console.log(`${types.size} messages, ${calls.size} services and actions in ${packages.length} packages`);
