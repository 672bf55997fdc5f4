// Every kind of token, good and bad, in; and a whole round with the Playground, each side showing the other a token: it signs in and asks, the program checks, signs in and answers.
// usage: node auth.mjs --lab DIR --program CommitmentBot.dll [--bot-port N] [--port N]
// DIR has the Playground, the stand-in for Microsoft's sign-in (fake-entra.mjs) and the table of tokens (auth-matrix.mjs). Ends on "N passed, N failed" and with status 1 when one did.
// The table gives half a second to each answer, the first of a program just started included: it wants a machine that does nothing else.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const opt = { 'bot-port': '3980', port: '56160' };
for (let i = 2; i + 1 < process.argv.length; i += 2) opt[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const lab = (name) => import(pathToFileURL(join(opt.lab, name)).href);
const { startFakeEntra } = await lab('fake-entra.mjs');
const { startPlayground } = await lab('playground.mjs');
const { PlaygroundApi } = await lab('playground-api.mjs');
const app = '22222222-2222-2222-2222-222222222222', tenant = '11111111-1111-1111-1111-111111111111', signIn = 'http://127.0.0.1:7080';
const bot = `http://127.0.0.1:${opt['bot-port']}`;
const folder = mkdtempSync(join(tmpdir(), 'commitmentbot-auth-'));
const pause = (ms) => new Promise((r) => setTimeout(r, ms));
let passed = 0, failed = 0;
const step = async (name, work) => { try { await work(); passed++; console.log('ok  ', name); } catch (e) { failed++; console.log('FAIL', name, '-', e.message); } };
// Tokens of its own tenant, which the Playground shows, are let in only where that is asked for.
async function start(ownTenant) {
  const program = spawn('dotnet', [opt.program, '--urls', bot], {
    stdio: 'ignore', env: {
      ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', Bot__PublicUrl: bot, ConnectionStrings__Register: `Data Source=${join(folder, `auth-${ownTenant}.db`)}`,
      Teams__AppId: app, Teams__AppSecret: 's', Teams__TenantId: tenant, Teams__OpenIdMetadata: `${signIn}/v1/.well-known/openidconfiguration`, Teams__Authority: `${signIn}/${tenant}`,
      Teams__AllowedServiceUrls__0: '127.0.0.1', Teams__AllowedServiceUrls__1: 'localhost', Teams__AllowOwnTenantTokens: String(ownTenant), Logging__LogLevel__Default: 'Warning',
    },
  });
  for (let tries = 0; ; tries++) { try { await fetch(`${bot}/health/live`); return program; } catch { if (tries > 600) throw new Error('the program did not start'); await pause(100); } }
}

let program, playground, api;
try {
  program = await start(false);
  await step('each token is let in or refused as the strict column says', async () => {
    const { stdout, status } = spawnSync(process.execPath, [join(opt.lab, 'auth-matrix.mjs'), '--peers', 'none', '--bot', `${bot}/api/messages`], { encoding: 'utf8' });
    console.log(stdout.trim().split('\n').at(-1));
    if (status !== 0) throw new Error(stdout);
  });
  program.kill();
  await pause(1000);

  const entra = await startFakeEntra({ tenant, appId: app });
  program = await start(true);
  playground = await startPlayground({ bot: `${bot}/api/messages`, port: Number(opt.port), env: { ...entra.nodeEnv(), AUTH_CLIENT_ID: app, AUTH_CLIENT_SECRET: 's', AUTH_TENANT_ID: tenant } });
  api = await new PlaygroundApi(playground.url).open();
  await step('the Playground takes nothing without a token', async () => {
    const answered = await fetch(`${playground.url}_connector/v3/conversations/${encodeURIComponent(api.personal)}/activities`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"message","text":"direct"}' });
    if (answered.status !== 401) throw new Error(`status ${answered.status}`);
  });
  await step('a message of the Playground is believed, and it believes the answer', async () => {
    await api.send(api.personal, 'help');
    await api.waitFor((e) => e.action === 'createMessage' && JSON.stringify(e).includes('my commitments'), 20000);
  });
  await step('one sign-in, for the Connector', async () => {
    const asked = entra.state.tokenRequests.filter((it) => it.scope === 'https://api.botframework.com/.default');
    if (asked.length !== 1 || asked[0].tenant !== tenant) throw new Error(JSON.stringify(entra.state.tokenRequests));
  });
  entra.stop();
} finally {
  api?.close();
  await playground?.stop();
  program?.kill();
  await pause(500);
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
