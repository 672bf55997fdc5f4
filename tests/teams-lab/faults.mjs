// What the bot says goes through a Connector that refuses, breaks, cuts off and comes late, on order: nothing may be sent twice, nothing be lost without a word, no limit
// be exceeded.
// usage: node faults.mjs --lab DIR --program CommitmentBot.dll [--bot-port N] [--port N]
// DIR has the Connector's stand-in (fault-connector.mjs). Ends on "N passed, N failed" and with status 1 when a step failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const opt = { 'bot-port': '3979', port: '3998' };
for (let i = 2; i + 1 < process.argv.length; i += 2) opt[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const { startFaultConnector } = await import(pathToFileURL(join(opt.lab, 'fault-connector.mjs')).href);
const connector = await startFaultConnector({ port: Number(opt.port) });
const bot = `http://127.0.0.1:${opt['bot-port']}`;
const folder = mkdtempSync(join(tmpdir(), 'commitmentbot-faults-'));
const answer = 3000, lease = 6000;
let log = '';
const program = spawn('dotnet', [opt.program, '--urls', bot], {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: {
    ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', Bot__PublicUrl: bot, ConnectionStrings__Register: `Data Source=${join(folder, 'faults.db')}`,
    Teams__DangerouslyAllowAnonymous: 'true', Teams__AllowedServiceUrls__0: '127.0.0.1', Teams__CallTimeout: '00:00:02',
    Delivery__Answer: '00:00:03', Delivery__Lease: '00:00:06', Logging__LogLevel__Default: 'Warning',
  },
});
for (const out of [program.stdout, program.stderr]) out.on('data', (d) => { log = (log + d).slice(-20000); });

const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const expect = (condition, what) => { if (!condition) throw new Error(what); };
let ids = 0, passed = 0, failed = 0;
const step = async (name, work) => { try { await work(); passed++; console.log('ok  ', name); } catch (e) { failed++; console.log('FAIL', name, '-', e.message); } };
async function say(who, words) {
  const answered = await fetch(`${bot}/api/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({
      type: 'message', id: `m${++ids}`, timestamp: new Date().toISOString(), serviceUrl: connector.url, channelId: 'msteams', text: words, textFormat: 'plain', locale: 'en-GB',
      from: { id: `29:${who}`, name: who }, recipient: { id: '28:bot', name: 'CommitmentBot' },
      conversation: { id: `a:${who}`, conversationType: 'personal', tenantId: 'tenant' }, channelData: { tenant: { id: 'tenant' } },
    }),
  });
  expect(answered.status === 200, `the bot answered with ${answered.status}`);
}
const posts = (who) => connector.log().filter((it) => it.method === 'POST' && it.path.includes(`${encodeURIComponent(`a:${who}`)}/`));
const taken = (who) => posts(who).filter((it) => it.status === 201);
async function until(what, condition, ms = 15000) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(50)) if (condition()) return;
  throw new Error(`${what}: ${JSON.stringify(connector.log().slice(-4).map(({ t, path, status }) => ({ t, path, status })))}`);
}
// Somebody the bot knows, and has asked the roster about, so that the next call it makes is the post.
async function met(who) {
  for (const times of [1, 2]) {
    await say(who, 'help');
    await until(`${who} is answered`, () => taken(who).length === times);
    await pause(700);
  }
}
const written = 2; // So many messages has met() made the bot write.

const later = [['429 with Retry-After', { status: 429, retryAfter: 2 }, 2000], ['412', { status: 412 }, 500]];
const unknown = [['500', { status: 500 }], ['502', { status: 502 }], ['503', { status: 503 }], ['504', { status: 504 }], ['a connection that is cut', { drop: true }], ['an answer that comes too late', { delayMs: 4000 }]];
const never = [
  ['403 MessageWritesBlocked', { status: 403, body: { error: { code: 'MessageWritesBlocked', message: 'blocked' } } }],
  ['403 not in the roster', { status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'not there' } } }],
  ['404', { status: 404 }], ['400', { status: 400 }],
];
try {
  for (let tries = 0; ; tries++) { try { await fetch(`${bot}/health/live`); break; } catch { if (tries > 600) throw new Error('the program did not start:\n' + log); await pause(100); } }

  for (const [name, fault, wait] of later) await step(`${name}: sent again, not before its time, and once`, async () => {
    const who = `later${name.slice(0, 3)}`;
    await met(who);
    connector.order(fault);
    await say(who, 'my commitments');
    await until('sent again', () => taken(who).length === written + 1);
    const [refused, sent] = posts(who).slice(written);
    expect(refused.status === fault.status, 'the fault fell elsewhere');
    expect(sent.t - refused.t >= wait, `again after ${sent.t - refused.t} ms`);
    await pause(1500);
    expect(posts(who).length === written + 2, `${posts(who).length} posts`);
  });

  const waits = [];
  for (const [i, [name, fault]] of unknown.entries()) {
    const who = `unknown${i}`;
    await met(who);
    connector.order(fault);
    await say(who, 'my commitments');
    await until('left', () => posts(who).length === written + 1);
    waits.push(step(`${name}: never sent again blindly`, async () => {
      await pause(answer + (2 * lease));
      expect(posts(who).length === written + 1, `${posts(who).length} posts`);
      expect(fault.delayMs || posts(who).at(-1).status === (fault.status ?? 0), 'the fault fell elsewhere');
    }));
  }
  await Promise.all(waits);

  await step('403, 404, 400: not again', async () => {
    for (const [i, [, fault]] of never.entries()) {
      await met(`never${i}`);
      connector.order(fault);
      await say(`never${i}`, 'my commitments');
      await until('refused', () => posts(`never${i}`).length === written + 1);
      expect(posts(`never${i}`).at(-1).status === never[i][1].status, 'the fault fell elsewhere');
    }
    await pause(5000);
    for (const [i, [name]] of never.entries()) expect(posts(`never${i}`).length === written + 1, `${name}: ${posts(`never${i}`).length} posts`);
  });

  const keptTo = (limits, times) => { for (const [most, span] of limits) for (let i = most; i < times.length; i++) expect(times[i] - times[i - most] >= span, `${most + 1} in ${times[i] - times[i - most]} ms`); };
  await step('twelve answers to one chat: all of them, and never more than it takes', async () => {
    await met('talker');
    for (let i = 0; i < 12; i++) await say('talker', 'my commitments');
    await until('all', () => taken('talker').length === written + 12, 30000);
    keptTo([[7, 1000], [8, 2000]], posts('talker').map((it) => it.t));
  });

  await step('ninety chats of one tenant at once: all of them, and never more than the tenant takes', async () => {
    const before = connector.log().length;
    await Promise.all(Array.from({ length: 90 }, (_, i) => say(`crowd${i}`, 'help')));
    const counts = () => Array.from({ length: 90 }, (_, i) => posts(`crowd${i}`).length);
    await until('all', () => counts().every((n) => n > 0), 30000);
    await pause(3000);
    expect(counts().every((n) => n === 1), `posts: ${counts().join(' ')}`);
    keptTo([[30, 1000]], connector.log().slice(before).filter((it) => it.method === 'POST').map((it) => it.t));
  });
} finally {
  if (failed > 0) console.error(log);
  program.kill();
  connector.stop();
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
