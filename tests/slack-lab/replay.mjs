// Ten seeds of mutated real payloads against the running program: each acknowledged within 3 s, none answered 5xx.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Lab } from './lab.mjs';

const lab = await Lab.start();
const [seeds, mutations, first] = [+(process.argv[2] ?? 10), +(process.argv[3] ?? 5000), +(process.argv[4] ?? 1)];
let bad = 0;
for (let seed = first; seed < first + seeds; seed++) {
  // A process of its own, while the emulator in this one answers.
  const run = spawn('node', [path.join(process.env.SLACK_LAB, 'replay.mjs'), lab.address, '--mutate', String(mutations), '--seed', String(seed)], { stdio: 'inherit' });
  bad += (await new Promise((done) => run.once('exit', done))) === 0 ? 0 : 1;
}
await Lab.stopAll();
console.log(bad === 0 ? `${seeds} seeds, no finding` : `${bad} seeds with findings`);
process.exit(bad === 0 ? 0 : 1);
