// This program beside a minimal Bolt app, on the same machine in the same run, with the same mentions: verify, know repeats, reply once.
// Ours writes each mention and its reply to the register before it acknowledges; Bolt keeps the ids it has seen in memory. Slack takes one post a second in a
// channel, so the mentions are spread over as many as there are mentions a second, and more. Counted is each program's own CPU time until its last reply has left.
// The last line of each is load.mjs as it comes: all in one channel, counted until its last mention was acknowledged. Bolt posts them all then; this program
// has written them down, and posts one a second.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { changed, root, sleep, until } from './lab.mjs';

const lab = process.env.SLACK_LAB;
const [seconds, rate] = [+(process.argv[2] ?? 20), +(process.argv[3] ?? 200)];
const [api, bolt, ours] = [20901, 20902, 20903];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commitmentbot-bench.'));
const published = spawnSync('dotnet', ['publish', 'src/CommitmentBot', '-c', 'Release', '-o', path.join(folder, 'program'), '-v', 'quiet', '--nologo'], { cwd: root, stdio: 'inherit' });
if (published.status !== 0) process.exit(2);
const dll = path.join(folder, 'program', 'CommitmentBot.dll');

const spread = (channels) => changed('bench/load.mjs', ["channel: 'C0PLANNING', event_ts", `channel: \`C0BENCH\${String(i % ${channels}).padStart(4, '0')}\`, event_ts`]);
const peerFile = changed('bench/peer-bolt.mjs', ['async ({ event, client }) => {', 'async ({ event, body, client }) => { const seen = (globalThis.seen ??= new Set()); if (seen.has(body.event_id)) return; seen.add(body.event_id);']);
const started = [];
const run = (command, args, env = {}, cwd = lab) => { const it = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }); started.push(it); return it; };
process.once('exit', () => { started.forEach((it) => it.kill('SIGKILL')); fs.rmSync(folder, { recursive: true, force: true }); });
const up = (url) => until(url, () => fetch(url, { method: 'POST' }).then(() => true, () => false), 60000);
run('node', ['bench/null-api.mjs', String(api)]);
const peer = run('node', [peerFile, String(bolt), `http://127.0.0.1:${api}/api/`], { NODE_ENV: 'production' });
const program = run('dotnet', [dll], {
  ASPNETCORE_URLS: `http://127.0.0.1:${ours}`, Slack__SigningSecret: '8f742231b10e8888abcd99yyyzzz85a5', Slack__BotToken: 'xoxb-home-lab', Slack__ApiBaseUrl: `http://127.0.0.1:${api}/api/`,
  ConnectionStrings__Register: process.env.BENCH_REGISTER ?? `Data Source=${path.join(folder, 'register.db')}`, ...(process.env.BENCH_REGISTER ? { Register__Provider: 'PostgreSql' } : {}), Logging__LogLevel__Default: 'Warning',
}, folder);
await up(`http://127.0.0.1:${bolt}/slack/events`); await up(`http://127.0.0.1:${ours}/slack/events`);

const posts = async () => (await (await fetch(`http://127.0.0.1:${api}/count`)).json())['chat.postMessage'] ?? 0;
const cpu = (pid) => { const f = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (+f[11] + +f[12]) * 10; };
const drive = (port, more, script) => new Promise((done) => {
  const it = spawn('node', [script, `http://127.0.0.1:${port}/slack/events`, '--kind', 'mention', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = ''; it.stdout.on('data', (d) => { text += d; }); it.once('exit', () => done(JSON.parse(text)));
});
async function measure(name, port, pid, channels, more) {
  const [before, began, t0] = [await posts(), cpu(pid), Date.now()];
  const it = await drive(port, more, spread(channels));
  const expected = it.tally['200'] ?? 0;
  let last = -1;
  for (let idle = 0; idle < 60 && (await posts()) - before < expected; idle = last === (last = await posts()) ? idle + 1 : 0) await sleep(250);
  return {
    name, channels, ...(it.rate ? { rate: it.rate } : { conns: it.conns }), acks: it.acks, acks_per_s: it.acks_per_s, tally: it.tally, ack_ms: it.ms, over_3s: it.over_3s,
    replies: (await posts()) - before, cpu_us_per_mention: Math.round(((cpu(pid) - began) * 1000) / expected), all_replied_after_s: Math.round((Date.now() - t0) / 100) / 10,
  };
}
const both = [['CommitmentBot', ours, program.pid], ['Bolt', bolt, peer.pid]];
for (const [name, port, pid] of both) await measure(name, port, pid, 250, ['--seconds', '10', '--rate', '100']); // to be warm
for (const [channels, ...how] of [[250, '--seconds', String(seconds), '--rate', String(rate)], [4000, '--seconds', String(seconds / 2), '--conns', '32']]) {
  for (const [name, port, pid] of both) console.log(JSON.stringify(await measure(name, port, pid, channels, how)));
}
for (const [name, port, pid] of both) {
  const it = await drive(port, ['--seconds', String(seconds / 2), '--conns', '32', '--pid', String(pid)], path.join(lab, 'bench/load.mjs'));
  console.log(JSON.stringify({ name, channels: 1, conns: it.conns, acks: it.acks, acks_per_s: it.acks_per_s, tally: it.tally, ack_ms: it.ms, cpu_us_per_ack: it.cpu_us_per_ack }));
}
console.log(JSON.stringify({ cores: os.cpus().length, load: os.loadavg().map((it) => Math.round(it * 10) / 10) }));
fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
