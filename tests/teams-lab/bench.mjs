// This program beside Microsoft's SDKs, all checking the tokens of what comes in, one after another on the same CPU: CPU time and memory a message.
// usage: node bench.mjs --lab DIR --program CommitmentBot.dll [--warm 30] [--seconds 10] [--repeat 2] [--peers botbuilder,agents] [--wait 60] [--register CONNECTION]
// DIR has the peers, what takes the answers (sink.mjs) and a stand-in for the sign-in (fake-entra.mjs), with their packages installed; wrk has to be on the machine.
// The program under load is pinned to CPU 0, the load and the sink to CPU 1. Every message is a new one; eight hundred people of eighty
// tenants write, each in their personal chat, so that Teams would take the replies at once. Counted is a program's CPU time until its last reply has left.
// replies is how many there were above the messages; busyCores is what all programs of the machine took meanwhile: above 1.3, a run says little.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const opt = { warm: '30', seconds: '10', repeat: '2', peers: 'botbuilder,agents', wait: '60' };
for (let i = 2; i + 1 < process.argv.length; i += 2) opt[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const lab = (name) => import(pathToFileURL(join(opt.lab, name)).href);
const { procUs, busyUs } = await lab('bench.mjs');
const { startFakeEntra } = await lab('fake-entra.mjs');
const app = '22222222-2222-2222-2222-222222222222', tenant = '11111111-1111-1111-1111-111111111111', sink = 4000;
const entra = await startFakeEntra({ tenant, appId: app });
const authorization = `Bearer ${entra.sign({ kind: 'channel', claims: { serviceurl: `http://127.0.0.1:${sink}` } })}`;
const folder = mkdtempSync(join(tmpdir(), 'commitmentbot-bench-'));
const peer = (name) => ({
  name, command: (port) => [process.execPath, join(opt.lab, `peer-${name}.mjs`), String(port)],
  env: { ...entra.nodeEnv(), NODE_ENV: 'production', MicrosoftAppId: app, MicrosoftAppPassword: 's', MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: tenant, clientId: app, clientSecret: 's', tenantId: tenant, CLIENT_ID: app, CLIENT_SECRET: 's', TENANT_ID: tenant },
});
let runs = 0;
const ours = {
  name: 'CommitmentBot', command: (port) => ['dotnet', opt.program, '--urls', `http://127.0.0.1:${port}`],
  env: () => ({
    Bot__PublicUrl: 'http://127.0.0.1', Teams__AppId: app, Teams__AppSecret: 's', Teams__TenantId: tenant, Teams__OpenIdMetadata: `${entra.url}/v1/.well-known/openidconfiguration`,
    Teams__Authority: `${entra.url}/${tenant}`, Teams__AllowedServiceUrls__0: '127.0.0.1', ConnectionStrings__Register: opt.register ?? `Data Source=${join(folder, `${++runs}.db`)}`,
    Register__Provider: opt.register ? 'PostgreSql' : 'Sqlite', Logging__LogLevel__Default: 'Warning', ASPNETCORE_ENVIRONMENT: 'Development',
  }),
};
const bots = [...opt.peers.split(',').filter(Boolean).map(peer), ours];
const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const quiet = async () => {
  for (const end = Date.now() + Number(opt.wait) * 1000; Date.now() < end;) {
    const [busy, at] = [busyUs(), performance.now()];
    await pause(3000);
    if ((busyUs() - busy) / ((performance.now() - at) * 1000) < 0.15) return;
  }
};
const memory = (pid) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
const home = '11111111-1111-1111-1111-1111111111TENANT';
const activity = {
  type: 'message', id: 'ID', timestamp: '2026-01-01T00:00:00.000Z', serviceUrl: `http://127.0.0.1:${sink}`, channelId: 'msteams',
  from: { id: '29:person-CHAT', name: 'Alex Wilber', aadObjectId: '00000000-0000-0000-0000-000000000CHAT' }, recipient: { id: '28:bot', name: 'CommitmentBot' },
  conversation: { id: 'a:chat-CHAT', conversationType: 'personal', tenantId: home }, channelData: { tenant: { id: home } },
  textFormat: 'plain', locale: 'en-GB', text: 'hello there', entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' }],
};
writeFileSync(join(folder, 'load.lua'), `
local run, body, n = os.getenv("RUN"), [==[${JSON.stringify(activity)}]==], 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "${authorization}"
request = function()
  n = n + 1
  return wrk.format(nil, nil, nil, (body:gsub('"ID"', '"' .. run .. "-" .. n .. '"'):gsub("CHAT", 100 + n % 800):gsub("TENANT", 10 + n % 80)))
end
done = function(s, latency)
  io.write(string.format('JSON{"requests":%d,"us":%d,"p50ms":%.1f,"p99ms":%.1f,"refused":%d}', s.requests, s.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    s.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout))
end
`);
let loads = 0;
const load = async (at, seconds) => JSON.parse(/JSON(\{.*\})/.exec((await promisify(execFile)('taskset',
  ['-c', '1', 'wrk', '-t1', '-c32', `-d${seconds}s`, '--timeout', '5s', '-s', join(folder, 'load.lua'), `http://127.0.0.1:${at}/api/messages`], { env: { ...process.env, RUN: String(++loads) } })).stdout)[1]);
const replies = async () => (await (await fetch(`http://127.0.0.1:${sink}/count`)).json()).count;
// Until nothing has been said for a second.
const silent = async () => { for (let last = -1; last !== (last = await replies());) await pause(1000); };
const taking = spawn('taskset', ['-c', '1', process.execPath, join(opt.lab, 'sink.mjs'), String(sink)], { stdio: ['ignore', 'pipe', 'inherit'] });
await new Promise((r) => taking.stdout.once('data', r));
let port = 4200;
try {
  for (let n = 0; n < Number(opt.repeat); n++) for (const bot of bots) {
    await quiet();
    const at = ++port;
    const child = spawn('taskset', ['-c', '0', ...bot.command(at)], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...(typeof bot.env === 'function' ? bot.env() : bot.env) } });
    try {
      for (let tries = 0; ; tries++) { try { await fetch(`http://127.0.0.1:${at}/`); break; } catch { if (tries > 300) throw new Error(`${bot.name} did not start`); await pause(100); } }
      await load(at, opt.warm);
      await silent();
      const before = { program: procUs(child.pid), busy: busyUs(), replies: await replies(), at: performance.now() };
      const r = await load(at, opt.seconds);
      await silent();
      const [used, took] = [procUs(child.pid) - before.program, (performance.now() - before.at) * 1000];
      console.log(JSON.stringify({
        bot: bot.name, cpuUsPerMessage: Math.round(used / r.requests), memoryMiB: memory(child.pid), messagesPerSecond: Math.round(r.requests / r.us * 1e6),
        replies: await replies() - before.replies - r.requests, repliedAfterSeconds: +((took - r.us) / 1e6).toFixed(1), p50ms: r.p50ms, p99ms: r.p99ms, refused: r.refused, busyCores: +((busyUs() - before.busy) / took).toFixed(2),
      }));
    } finally {
      const gone = new Promise((r) => child.once('exit', r));
      child.kill('SIGKILL');
      await gone;
    }
  }
} finally {
  entra.stop();
  taking.kill();
  rmSync(folder, { recursive: true, force: true });
}
