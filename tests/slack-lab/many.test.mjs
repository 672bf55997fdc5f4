// Many workspaces in one register: OAuth, tokens that run out, uninstalling; and Socket Mode.
import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Lab, BOT, sleep, until, written } from './lab.mjs';

const alice = 'U0ALICE001';
const many = (lab) => ({ Slack__BotToken: null, Slack__ClientId: lab.world.app.client_id, Slack__ClientSecret: lab.world.app.client_secret, Bot__PublicUrl: lab.address });

async function start(change) {
  const lab = await Lab.start({ run: false, change: (w) => { for (const t of w.teams) t.installed = false; change?.(w); } });
  Object.assign(lab.settings, many(lab));
  await lab.launch();
  return lab;
}

/** Goes the way a browser goes; gives Slack's address that leads back, and the cookie. */
async function begin(lab, team) {
  const page = await fetch(`${lab.address}/slack/install`);
  const cookie = page.headers.get('set-cookie').split(';')[0];
  const authorize = /href="([^"]*oauth[^"]*)"/.exec(await page.text())[1].replaceAll('&amp;', '&').replaceAll('&#x2B;', '+');
  const there = await fetch(`${authorize}&team=${team}`, { redirect: 'manual' });
  return { cookie, back: there.headers.get('location') };
}

async function install(lab, team) {
  const { cookie, back } = await begin(lab, team);
  const done = await fetch(back, { headers: { cookie } });
  assert.equal(done.status, 200, await done.text());
  for (const c of lab.e.ctl('GET', 'state').channels) {
    const t = lab.e.ctl('GET', 'state').teams.find((it) => it.id === team);
    if ([c.team_id, ...(c.ext_teams ?? []), ...(c.org_teams ?? [])].includes(team) && !c.members.includes(t.bot_user_id)) c.members.push(t.bot_user_id);
  }
}

afterEach(() => Lab.stopAll());

test('two workspaces install, each acts with its own token, and one uninstalls', async () => {
  const lab = await start((w) => { w.channels.push({ id: 'C0PARTNER1', team_id: 'T0PARTNER1', name: 'partner-only', members: ['U0EXTPAT01', 'U0EXTQUIN1'], is_private: false, is_archived: false }); });

  // The state belongs to one browser, and works once.
  const { cookie, back } = await begin(lab, 'T0HOME0001');
  assert.equal((await fetch(back)).status, 400, 'another browser');
  assert.equal((await fetch(back.replace(/state=[^&]*/, 'state=made-up'), { headers: { cookie } })).status, 400, 'a made-up state');
  const denied = await begin(lab, 'T0HOME0001');
  assert.equal((await fetch(`${lab.address}/slack/oauth?error=access_denied&state=x`, { headers: { cookie: denied.cookie } })).status, 400);
  assert.equal((await fetch(back, { headers: { cookie } })).status, 200);
  assert.equal((await fetch(back, { headers: { cookie } })).status, 400, 'a second time');
  await install(lab, 'T0HOME0001'); await install(lab, 'T0PARTNER1'); await install(lab, 'T0GRIDAAA1');

  await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.promise(alice, `I'll send the winter bed plan to <@U0BOB00001> by ${written(20)}`);
  const partnerBot = lab.e.ctl('GET', 'state').teams.find((t) => t.id === 'T0PARTNER1').bot_user_id;
  await lab.say('U0EXTPAT01', `<@${partnerBot}> forum name Partner Forum`, 'C0PARTNER1');
  await lab.say('U0EXTPAT01', `<@${partnerBot}> I'll open the flats for <@U0EXTQUIN1> by ${written(20)}`, 'C0PARTNER1');
  await lab.click('U0EXTPAT01', 'C0PARTNER1', 'Yes, record it');
  await lab.say('W0GRID0001', '<@U0BOTGRID1> forum name Grid Forum', 'C0GRIDORG1');
  await lab.say('W0GRID0001', `<@U0BOTGRID1> I'll send the rota to <@U0GRID0002> by ${written(20)}`, 'C0GRIDORG1');
  await lab.click('W0GRID0001', 'C0GRIDORG1', 'Yes, record it');
  for (const it of lab.entries({ kind: 'api', method: 'chat.postMessage' })) assert.ok(it.response.ok, JSON.stringify(it.response));

  // Nothing of a token can be read in the file.
  const bytes = fs.readdirSync(lab.folder).map((name) => fs.readFileSync(path.join(lab.folder, name)).toString('latin1')).join('');
  assert.doesNotMatch(bytes, /xox[bep]-|lab-client-secret/);
  assert.match(lab.log, /Register:KeyCertificate/, 'keys without a certificate are spoken of at the start');

  // A restart, and a second instance, read what the first one wrote.
  await lab.kill();
  await lab.launch();
  await lab.say(alice, `${BOT} show C-1`);
  lab.judge({ allow: (line) => /oauth.v2.access (invalid_code|code_already_used)/.test(line) });

  const calls = lab.entries({ kind: 'api' }).length;
  await lab.ctl('POST', 'uninstall', { team: 'T0HOME0001' });
  const rest = await lab.ctl('POST', 'deliver_raw', { body: { type: 'event_callback', event_id: 'EvAFTER', authorizations: [{ team_id: 'T0HOME0001', user_id: 'U0BOTHOME1' }], event: { type: 'app_mention', user: alice, channel: 'C0PLANNING', ts: '1795476361.000200', text: `${BOT} help` } } });
  assert.equal(rest.status, 200);
  await sleep(2500);
  assert.equal(lab.entries({ kind: 'api' }).length, calls, 'no call is made for a workspace that has uninstalled');
});

test('tokens that run out are renewed once, over two instances', async () => {
  const lab = await start((w) => { w.app.token_rotation = true; });
  await install(lab, 'T0HOME0001');
  const { ts } = await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.kill();
  // Eleven hours on: in the wall clock's eyes the token has an hour left. It is written into the register, as time cannot be moved.
  const { execFileSync } = await import('node:child_process');
  execFileSync('python3', ['-c', `import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); d.execute("update slack_installations set expires = expires - 11*3600*1000000"); d.commit()`, path.join(lab.folder, 'register.db')]);
  await lab.launch();
  const second = lab.address.replace(/\d+$/, (port) => +port + 500);
  await lab.launch({ ASPNETCORE_URLS: second });
  const event = (n) => ({ type: 'event_callback', event_id: `EvROT${n}`, authorizations: [{ team_id: 'T0HOME0001', user_id: 'U0BOTHOME1' }], event: { type: 'app_mention', user: alice, channel: 'C0PLANNING', ts: `1795476361.0003${n}0`, thread_ts: ts, text: `${BOT} forum` } });
  const all = await Promise.all(Array.from({ length: 8 }, (_, n) => lab.ctl('POST', 'deliver_raw', { url: `${n % 2 ? second : lab.address}/slack/events`, body: event(n), timeout_ms: 60000 })));
  assert.ok(all.every((it) => it.status === 200), JSON.stringify(all));
  await lab.quiet();
  const renewals = lab.entries({ kind: 'api', method: 'oauth.v2.access' }).filter((it) => it.args.grant_type === 'refresh_token');
  assert.equal(renewals.length, 1, JSON.stringify(renewals.map((it) => it.response)));
  assert.ok(renewals[0].response.ok);
  lab.judge({ allow: (line) => line.startsWith('delivery raw: 200') }); // two instances that have only just started
});

test('Socket Mode: the same through sockets, of which one may be renewed or cut at any time', async () => {
  const lab = await Lab.start({
    emulator: { socket_mode: true, retry_scale: 0.02 },
    settings: { Slack__SigningSecret: null, Slack__AppToken: 'xapp-1-A0LABAPP01-lab' },
  });
  const sockets = () => lab.e.ctl('GET', 'state').sockets;
  await until('two sockets are open', () => sockets() === 2);
  await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.say(alice, `${BOT} I'll send the winter bed plan to <@U0BOB00001> by ${written(20)}`);
  await lab.click(alice, 'C0PLANNING', 'Yes, record it');
  const done = await lab.ctl('POST', 'user/command', { channel: 'C0PLANNING', user: alice, command: '/commit', text: 'my commitments' });
  assert.match(done.body, /C-1/);
  await lab.click(alice, 'C0PLANNING', 'At risk');
  assert.ok((await lab.ctl('POST', 'user/submit', { view_id: lab.views('modal').at(-1).id, user: alice, values: { words: 'snow' } })).ok);
  await lab.ctl('POST', 'user/open_home', { user: alice });
  lab.judge();

  const opened = () => lab.entries({ kind: 'ws', what: 'open' }).length;
  const before = opened();
  await lab.ctl('POST', 'ws', { reason: 'refresh_requested', after_ms: 1500 });
  await until('new sockets were opened before the old ones closed', () => opened() >= before + 2);
  await until('two sockets are left', () => sockets() === 2);
  await lab.ctl('POST', 'ws', { drop: true });
  await until('two sockets are open again', () => sockets() === 2);
  await sleep(500);
  const said = await lab.ctl('POST', 'user/message', { channel: 'C0PLANNING', user: alice, text: `${BOT} show C-1` });
  assert.ok(said.deliveries.every((it) => it.ok));
  await lab.quiet();
  assert.ok(!lab.entries({ kind: 'ws' }).some((it) => /bad frame|late/.test(it.what)));
});
