import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../helpers/homebound.ts';

/** What is shipped, read as text: the built command with all libraries in it, the page, and the list of packages it is made of. */
interface File {
  readonly name: string;
  readonly text: string;
}

/**
 * Names of XML's namespaces and of JSON's schema language: they are compared, and never fetched. `...` is a regular expression; IANA's
 * lists are named in comments of a library that reads names of hosts.
 */
const namesOnly = ['www.w3.org', 'json-schema.org', 'www.iana.org', '...'];
/** Words by which a program gets at a microphone, on any system and in any browser; `microphone=()` is the policy that refuses it. */
const EARS =
  /getUserMedia|mediaDevices|MediaRecorder|SpeechRecognition|AudioWorklet|\/dev\/(snd|dsp|audio)|\b(arecord|parec|pw-record|alsa|portaudio|pulseaudio|coreaudio|dshow)\b|microphone(?!=\(\))/gi;
/** Packages that record sound, or send to their makers what somebody does. */
const EARS_PACKAGE = /(^|[/-])(mic|microphone|record(er)?|audio|sox|portaudio|naudiodon|speaker|vosk|whisper)([-/]|$)/;
const TELLTALE_PACKAGE =
  /(analytics|telemetry|sentry|segment|mixpanel|posthog|datadog|dd-trace|newrelic|bugsnag|amplitude|rollbar|matomo|statsig|launchdarkly|update-notifier|appcenter|crashpad)/;

function shippedFiles(): File[] {
  const dist = join(root, 'dist');
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|css|html|json|webmanifest|svg)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(dist, name), 'utf8') }));
}

function packages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const entries = Object.entries(lock.packages as Record<string, { dev?: boolean; link?: boolean }>);
  return entries
    .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

function hostsNamed(files: readonly File[]): string[] {
  return files.flatMap(({ name, text }) =>
    [...text.matchAll(/\b(?:https?|wss?|mqtts?|ftp|stun|turn):\/\/([\w.-]+)/g)]
      .filter(([, host]) => !namesOnly.includes(host))
      .map(([url]) => `${name}: ${url}`),
  );
}

function ears(files: readonly File[]): string[] {
  return files.flatMap(({ name, text }) => [...text.matchAll(EARS)].map(([word]) => `${name}: ${word}`));
}

const withFile = (text: string): File[] => [...shippedFiles(), { name: 'planted.js', text }];

test('T-EGRESS-STATIC: what is shipped names no host, and is made of no package that tells on people', () => {
  const files = shippedFiles();
  expect(files.length).toBeGreaterThan(5);
  expect(hostsNamed(files)).toEqual([]);
  expect(packages().filter((name) => TELLTALE_PACKAGE.test(name))).toEqual([]);
});

test('T-EGRESS-STATIC, planted faults: a host in one line, a package that counts clicks', () => {
  expect(hostsNamed(withFile("fetch('https://stats.maker.example/v1')"))).toEqual([
    'planted.js: https://stats.maker.example',
  ]);
  expect(['@sentry/node', 'posthog-node', 'update-notifier'].every((name) => TELLTALE_PACKAGE.test(name))).toBe(true);
});

test('T-MIC: no code that is shipped can open a microphone, and no package that could', () => {
  expect(ears(shippedFiles())).toEqual([]);
  expect(packages().filter((name) => EARS_PACKAGE.test(name))).toEqual([]);
});

test('T-MIC, planted faults: the browser way, the Linux way, a package', () => {
  expect(ears(withFile('navigator.mediaDevices.getUserMedia({ audio: true })')).length).toBe(2);
  expect(ears(withFile("spawn('arecord', ['-D', 'default'])"))).toEqual(['planted.js: arecord']);
  expect(ears(withFile("openSync('/dev/snd/pcmC0D0c')"))).toEqual(['planted.js: /dev/snd']);
  expect(
    ['node-record-lpcm16', 'mic', 'naudiodon', '@picovoice/audio-recorder'].filter((n) => !EARS_PACKAGE.test(n)),
  ).toEqual([]);
});
