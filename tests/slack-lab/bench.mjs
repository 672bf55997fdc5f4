// This program beside a minimal Bolt app, on the same machine in the same run, with the same mentions: verify, know repeats, reply.
// Ours writes each mention and its reply to the register before it acknowledges; Bolt keeps nothing.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { root, sleep, until } from './lab.mjs';

const lab = process.env.SLACK_LAB;
const [api, bolt, ours] = [43901, 43902, 43903];
const started = [];
const run = (command, args, env = {}, cwd = lab) => { const it = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }); started.push(it); return it; };
process.once('exit', () => started.forEach((it) => it.kill('SIGKILL')));
const up = (url) => until(url, () => fetch(url, { method: 'POST' }).then(() => true, () => false), 60000);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commitmentbot-bench.'));
run('node', ['bench/null-api.mjs', String(api)]);
const peer = run('node', ['bench/peer-bolt.mjs', String(bolt), `http://127.0.0.1:${api}/api/`], { NODE_ENV: 'production' });
const program = run('dotnet', [path.join(root, 'artifacts', 'bin', 'CommitmentBot', process.env.CONFIGURATION ?? 'release', 'CommitmentBot.dll')], {
  ASPNETCORE_URLS: `http://127.0.0.1:${ours}`, Slack__SigningSecret: '8f742231b10e8888abcd99yyyzzz85a5', Slack__BotToken: 'xoxb-home-lab', Slack__ApiBaseUrl: `http://127.0.0.1:${api}/api/`,
  ConnectionStrings__Register: `Data Source=${path.join(folder, 'register.db')}`, Logging__LogLevel__Default: 'Warning',
}, folder);
await up(`http://127.0.0.1:${bolt}/slack/events`); await up(`http://127.0.0.1:${ours}/slack/events`);

const load = (port, pid, more) => new Promise((done) => {
  const it = spawn('node', ['bench/load.mjs', `http://127.0.0.1:${port}/slack/events`, '--pid', String(pid), ...more], { cwd: lab, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = ''; it.stdout.on('data', (d) => { out += d; }); it.once('exit', () => done(JSON.parse(out)));
});
const both = [['CommitmentBot', ours, program.pid], ['Bolt', bolt, peer.pid]];
for (const [, port, pid] of both) await load(port, pid, ['--seconds', '8', '--conns', '8']); // to be warm
await sleep(1000);
for (const how of [['--seconds', '15', '--rate', '200'], ['--seconds', '10', '--conns', '16']]) {
  for (const kind of ['mention']) for (const [name, port, pid] of both) {
    const it = await load(port, pid, ['--kind', kind, ...how]);
    console.log(JSON.stringify({ name, ...it }));
  }
}
console.log(JSON.stringify({ posts: await (await fetch(`http://127.0.0.1:${api}/count`)).json(), load: os.loadavg() }));
fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
