// Starts the strict emulator ($SLACK_LAB) and the real program side by side, and speaks for the people in its world.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const labFile = (name) => pathToFileURL(path.join(process.env.SLACK_LAB, name)).href;
const { startEmulator } = await import(labFile('slack-emulator.mjs'));
const { defaultWorld } = await import(labFile('lib/world.mjs'));
const { checkBlocks, checkMessage, checkView } = await import(labFile('lib/block-rules.mjs'));

/** A copy of one of the lab's scripts with changes to its text, for what has to be otherwise here; says which changes it could not make. */
export function changed(name, ...edits) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commitmentbot-lab.'));
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  for (const beside of ['lib', 'payloads', 'node_modules']) fs.symlinkSync(path.join(process.env.SLACK_LAB, beside), path.join(folder, beside));
  let text = fs.readFileSync(path.join(process.env.SLACK_LAB, name), 'utf8');
  for (const [from, to] of edits) {
    if (!text.includes(from)) console.log(`${name} reads otherwise than was thought, and is left as it is there: ${from}`);
    text = text.replace(from, () => to);
  }
  const file = path.join(folder, path.basename(name));
  fs.writeFileSync(file, text);
  return file;
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const manifest = JSON.parse(fs.readFileSync(path.join(root, 'manifests', 'slack', 'manifest.json'), 'utf8'));
export const BOT = '<@U0BOTHOME1>';
// Below the ports that the system gives to outgoing connections, any of which might be one that was free a moment ago.
let nextPort = +(process.env.SLACK_LAB_PORT ?? 21200) + 20 * (process.pid % 400);

async function freePort() {
  for (; ; nextPort++) {
    const free = await new Promise((done) => {
      const probe = net.createServer().once('error', () => done(false)).once('listening', () => probe.close(() => done(true)));
      probe.listen(nextPort, '127.0.0.1');
    });
    if (free) return nextPort++;
  }
}

/** The default world with this app in it: its commands, and no scope that its manifest does not ask for. */
export function world(change = () => {}) {
  const it = defaultWorld();
  it.app.commands = ['/commit'];
  it.app.scopes = manifest.oauth_config.scopes.bot;
  change(it);
  return it;
}

export async function until(what, look, ms = 20000) {
  for (const end = Date.now() + ms; ;) {
    const got = await look();
    if (got) return got;
    if (Date.now() > end) throw new Error(`timed out: ${what}`);
    await sleep(25);
  }
}

/** An ISO date so many days from today. */
export const inDays = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
/** The same as people write it. */
export const written = (days) => new Date(Date.now() + days * 86400000).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export class Lab {
  static all = [];

  /** Ends what a test started, however it ended. */
  static async stopAll() { for (const lab of Lab.all.splice(0)) await lab.stop(); }

  static async start({ settings = {}, change, emulator = {}, run = true } = {}) {
    const lab = new Lab();
    Lab.all.push(lab);
    lab.port = await freePort();
    lab.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commitmentbot-lab.'));
    lab.address = `http://127.0.0.1:${lab.port}`;
    lab.world = world(change);
    lab.e = await startEmulator({
      port: await freePort(), world: lab.world, subscribed: manifest.settings.event_subscriptions.bot_events,
      events_url: `${lab.address}/slack/events`, interactivity_url: `${lab.address}/slack/interactivity`, commands_url: `${lab.address}/slack/commands`, options_url: `${lab.address}/slack/options`,
      ...emulator,
    });
    lab.settings = {
      ASPNETCORE_URLS: lab.address, Slack__SigningSecret: lab.world.app.signing_secret, Slack__BotToken: 'xoxb-home-lab', Slack__ApiBaseUrl: `${lab.e.base}/api/`,
      ConnectionStrings__Register: `Data Source=${path.join(lab.folder, 'register.db')}`, Rehearsal__Enabled: 'true', ...settings,
    };
    if (run) await lab.launch();
    return lab;
  }

  /** Starts the program, or one more instance of it on another port. Where it is not to be warmed up, the log is kept too. */
  async launch(more = {}, warm = true) {
    const settings = { ...this.settings, ...more };
    const out = fs.openSync(path.join(this.folder, 'log'), 'a');
    const program = spawn('dotnet', [path.join(root, 'artifacts', 'bin', 'CommitmentBot', process.env.CONFIGURATION ?? 'debug', 'CommitmentBot.dll')], {
      cwd: this.folder, stdio: ['ignore', out, out], env: { ...process.env, ...Object.fromEntries(Object.entries(settings).filter(([, v]) => v !== null)) },
    });
    fs.closeSync(out);
    (this.programs ??= []).push(program);
    process.once('exit', () => program.kill('SIGKILL'));
    const address = settings.ASPNETCORE_URLS;
    await until(`the program is ready\n${this.log.slice(-2000)}`, async () => {
      if (program.exitCode !== null || program.signalCode) throw new Error(`the program ended:\n${this.log}`);
      return (await fetch(`${address}/health/ready`).catch(() => null))?.ok;
    }, 120000);
    if (!warm || this.e.cfg.socket_mode || !this.world.teams[0].installed) return program;

    // The first requests of a process pay for compiling; on a machine with other work that may be longer than Slack waits.
    const first = { type: 'event_callback', event_id: `EvFIRST${Date.now()}`, authorizations: [{ team_id: 'T0HOME0001', user_id: 'U0BOTHOME1' }], event: { type: 'app_mention', user: 'U0NOTZ0001', channel: 'C0GENERAL1', ts: `${Math.floor(Date.now() / 1000)}.000001`, text: `${BOT} by and by` } };
    await this.ctl('POST', 'deliver_raw', { url: `${address}/slack/events`, body: first, timeout_ms: 60000 });
    await sleep(1500);
    await this.ctl('DELETE', 'log');
    return program;
  }

  get log() { return fs.readFileSync(path.join(this.folder, 'log'), 'utf8'); }

  kill(program = this.programs.at(-1)) {
    this.programs = this.programs.filter((it) => it !== program);
    return program.exitCode !== null || program.signalCode ? Promise.resolve() : new Promise((done) => { program.once('exit', done); program.kill('SIGKILL'); });
  }

  async stop() {
    for (const program of this.programs ?? []) await this.kill(program);
    await this.e.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  ctl(verb, call, arg) { return Promise.resolve(this.e.ctl(verb, call, arg)); }

  /** Nothing waits to be sent. */
  quiet(ms = 30000) { return until('the outbox is empty', async () => (await (await fetch(`${this.address}/health/ready`)).json()).Waiting === 0, ms); }

  entries(query = {}) { return this.e.ctl('GET', 'log', query).log; }
  messages(channel) { return this.e.ctl('GET', 'messages', { channel }).messages; }
  ofBot(channel, since = '0') { return this.messages(channel).filter((m) => m.bot_id && m.bot_id !== 'B0OTHERBOT' && m.ts > since); }
  /** What somebody alone was shown in a channel. */
  asides(channel, user) { return this.e.ctl('GET', 'messages', { channel }).ephemerals.filter((m) => m.to === user); }
  chat(user, bot = 'U0BOTHOME1') { return this.e.ctl('GET', 'state').ims.find((im) => im.members.includes(user) && im.members.includes(bot))?.id; }
  views(type) { return this.e.ctl('GET', 'state').views.filter((v) => !v.closed && (!type || v.view.type === type)).map((v) => v.view); }

  /** Says something and waits for everything that the bot says to it. */
  async say(user, text, channel = 'C0PLANNING', more = {}) {
    const said = await this.ctl('POST', 'user/message', { channel, user, text, ...more });
    for (const it of said.deliveries) assert.ok(it.ok || it.skipped, `the event was not acknowledged: ${JSON.stringify(it)}`);
    await this.quiet();
    return said;
  }

  async whisper(user, text) {
    const said = await this.ctl('POST', 'user/message', { user, text });
    for (const it of said.deliveries) assert.ok(it.ok, JSON.stringify(it));
    await this.quiet();
    return said;
  }

  button(message, label) {
    return (message.blocks ?? []).flatMap((b) => b.elements ?? []).find((e) => e.type === 'button' && (e.text.text === label || e.accessibility_label === label));
  }

  /** Clicks a button by its label, on the newest message of the bot that has it. */
  async click(user, channel, label) {
    const message = [...this.ofBot(channel), ...this.asides(channel, user)].filter((m) => this.button(m, label)).sort((a, b) => a.ts - b.ts).at(-1);
    assert.ok(message, `no message with the button “${label}” in ${channel}: ${JSON.stringify(this.ofBot(channel).map((m) => m.text))}`);
    const done = await this.ctl('POST', 'user/action', { user, channel, ts: message.ts, action_id: this.button(message, label).action_id });
    assert.ok(done.ok, JSON.stringify(done));
    await this.quiet();
    return done;
  }

  /** A promise of one's own, with the yes to it. */
  async promise(user, words, channel = 'C0PLANNING') {
    await this.say(user, `${BOT} ${words}`, channel);
    await this.click(user, channel, 'Yes, record it');
  }

  /** What every story ends with: Slack has nothing to complain of, and every request was answered in time. */
  judge({ allow = () => false } = {}) {
    const said = [];
    for (const it of this.entries()) {
      if (it.kind === 'note') said.push(`note: ${it.what} ${it.detail ?? ''}`);
      if (it.kind === 'delivery' && !it.skipped && (!it.ok || it.ms >= 3000)) said.push(`delivery ${it.what}: ${it.status} ${it.reason} ${it.ms} ms`);
      if (it.violation) said.push(`violation: ${it.method} ${it.violation}`);
      for (const advice of it.advisories ?? []) said.push(`advisory: ${it.method ?? it.kind} ${advice}`);
      if (it.kind === 'api' && it.response && !it.response.ok && !it.fault) said.push(`refused: ${it.method} ${it.response.error} ${JSON.stringify(it.response.errors ?? '')}`);
      if (it.kind === 'response_url' && it.status !== 200) said.push(`response_url: ${it.status}`);
      const posted = it.kind === 'api' && /^chat\.(post|update)/.test(it.method) ? it.args : it.kind === 'response_url' ? it.args : null;
      if (posted?.blocks) said.push(...[...checkMessage(posted).errors, ...checkBlocks(posted.blocks).errors].map((e) => `block: ${e}`));
      if (it.kind === 'api' && /^views\./.test(it.method) && it.args?.view) said.push(...checkView(it.args.view).errors.map((e) => `view: ${e}`));
    }
    assert.deepEqual(said.filter((line) => !allow(line)), []);
    assert.ok(!/xox[bep]|xapp-|lab-client-secret/.test(this.log), 'a token is in the log');
    if (process.env.SLACK_LAB_KEEP) fs.appendFileSync(process.env.SLACK_LAB_KEEP, this.entries().map((e) => JSON.stringify(e) + '\n').join(''));
  }
}
