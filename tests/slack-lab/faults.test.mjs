// What goes wrong at Slack: too many calls, errors, cut connections, people who cannot be reached.
import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { Lab, BOT, sleep, until, written } from './lab.mjs';

const [alice, bob, carol, gone] = ['U0ALICE001', 'U0BOB00001', 'U0CAROL001', 'U0GONE0001'];
const channel = 'C0PLANNING';
const hurried = { Delivery__Answer: '00:00:02', Delivery__Lease: '00:00:04' };
const posts = (lab) => lab.entries({ kind: 'api', method: 'chat.postMessage' });

afterEach(() => Lab.stopAll());

test('429: nothing is called before Retry-After is over, and not long after it; other channels and methods go on', async () => {
  const lab = await Lab.start();
  await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.say(alice, `${BOT} forum name Other Forum`, 'C0PRIVATE1');
  await lab.ctl('DELETE', 'log');
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.postMessage', channel, times: 1, status: 429, retry_after: 4 });
  await lab.ctl('POST', 'user/message', { channel, user: alice, text: `${BOT} list` });
  const refused = await until('refused', () => posts(lab).find((it) => it.status === 429));
  await lab.ctl('POST', 'user/message', { channel: 'C0PRIVATE1', user: alice, text: `${BOT} list` });
  const elsewhere = await until('said elsewhere', () => posts(lab).find((it) => it.response?.ok && it.args.channel === 'C0PRIVATE1'));
  await lab.quiet();
  const at = (it) => Date.parse(it.at ?? it.time ?? it.ts);
  const said = posts(lab).filter((it) => it.response?.ok && it.args.channel === channel);
  assert.equal(said.length, 1);
  const waited = at(said[0]) - at(refused);
  assert.ok(waited >= 4000 && waited < 6500, `${waited} ms`);
  assert.ok(at(elsewhere) - at(refused) < 4000, 'another channel waits for nothing');

  // A method of the workspace: updates wait, posts do not.
  await lab.promise(alice, `I'll send the winter bed plan to <@${bob}> by ${written(20)}`);
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.update', times: 1, status: 429, retry_after: 3 });
  await lab.whisper(alice, 'at risk C-1 two planners are away');
  await until('the card changed', () => /two planners are away/.test(JSON.stringify(lab.ofBot(channel))));
  lab.judge();
});

test('the limits themselves: one post a second in a channel, none refused twice in a row', async () => {
  const lab = await Lab.start({ emulator: { rate_limit: true, post_burst: 1, tiers: false } });
  await lab.say(alice, `${BOT} forum name Place Forum`);
  await Promise.all(Array.from({ length: 8 }, (_, n) => lab.ctl('POST', 'user/message', { channel, user: [alice, bob, carol][n % 3], text: `${BOT} I'll send paper ${n} by ${written(20)}` })));
  await until('all are answered', () => lab.ofBot(channel).filter((m) => /Shall I record/.test(m.text)).length === 8, 40000);
  await lab.quiet();
  assert.equal(new Set(lab.ofBot(channel).map((m) => m.text)).size, lab.ofBot(channel).length, 'each once');
  lab.judge({ allow: (line) => /refused: chat.postMessage ratelimited/.test(line) });
});

test('errors and cut connections: looked for by the marker before anything is sent again, and there once', async () => {
  const lab = await Lab.start({ settings: hurried });
  await lab.say(alice, `${BOT} forum name Place Forum`);
  for (const [n, fault] of [{ status: 503 }, { error: 'internal_error' }, { drop: 'before' }, { drop: 'after' }].entries()) {
    await lab.ctl('DELETE', 'log');
    await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.postMessage', channel, times: 1, ...fault });
    await lab.ctl('POST', 'user/message', { channel, user: alice, text: `${BOT} I'll send paper number ${n} by ${written(20)}` });
    await lab.quiet();
    const calls = lab.entries({ kind: 'api' }).filter((it) => it.method === 'chat.postMessage' || /conversations.(replies|history)/.test(it.method)).map((it) => it.method);
    assert.match(calls[1], /^conversations/, `${JSON.stringify(fault)}: ${calls}`);
    assert.equal(calls.filter((it) => it === 'chat.postMessage').length, fault.drop === 'after' ? 1 : 2, `${JSON.stringify(fault)}: ${calls}`);
    assert.equal(lab.ofBot(channel).filter((m) => m.text.includes(`paper number ${n},`)).length, 1, JSON.stringify(fault));
  }

  // A look-up that fails itself is made again, and an update is simply repeated.
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.postMessage', channel, times: 1, drop: 'after' });
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'conversations.replies', times: 1, status: 500 });
  await lab.say(alice, `${BOT} I'll send paper number 9 by ${written(20)}`);
  assert.equal(lab.ofBot(channel).filter((m) => m.text.includes('paper number 9,')).length, 1);
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.update', times: 1, drop: 'after' });
  await lab.click(alice, channel, 'Yes, record it');
  assert.match(JSON.stringify(lab.ofBot(channel)), /C-1/);

  // What one person alone was shown, perhaps, is not shown again; the next thing for them says it.
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'chat.postEphemeral', times: 1, drop: 'before' });
  await lab.say(bob, `${BOT} forum policy light`);
  assert.equal(lab.asides(channel, bob).length, 0);
  await lab.say(bob, `${BOT} my commitments`);
  assert.match(JSON.stringify(lab.asides(channel, bob)), /I could not tell whether this reached you before.*Only a chair/);
  lab.judge();
});

test('people who cannot be reached in private, or not at all', async () => {
  const lab = await Lab.start();
  await lab.say(alice, `${BOT} forum name Place Forum`);

  // A private chat that Slack will not open: what there is to say stands in the thread, and the card says so.
  await lab.ctl('POST', 'fault', { on: 'api_call', method: 'conversations.open', error: 'user_not_visible' });
  await lab.say(alice, `${BOT} <@${carol}> to circulate the terms of reference by ${written(12)}`);
  assert.equal(lab.chat(carol), undefined);
  await lab.say(carol, `${BOT} accept C-1`);
  assert.match(JSON.stringify(lab.ofBot(channel)), /Reminders come in this thread: a private message does not reach Carol Chiba/);

  // Somebody who has left: Slack would take a post to them, and nobody would read it.
  await lab.say(alice, `${BOT} <@${gone}> to book the hall by ${written(12)}`);
  await lab.ctl('POST', 'world/user', { id: bob, deleted: true, event: true });
  await lab.say(alice, `${BOT} <@${bob}> to open the flats by ${written(12)}`);
  await sleep(1000);
  assert.ok(!lab.entries({ kind: 'api' }).some((it) => it.method === 'chat.postMessage' && [lab.chat(gone), lab.chat(bob)].filter(Boolean).includes(it.args.channel)));
  assert.ok(!lab.entries({ kind: 'api' }).some((it) => (it.advisories ?? []).some((line) => /deactivated/.test(line))));

  // A file that does not get there is given in words.
  await lab.ctl('POST', 'fault', { on: 'upload', status: 500, times: 1 });
  await lab.whisper(alice, 'export');
  assert.match(JSON.stringify(lab.ofBot(lab.chat(alice)).at(-1).blocks), /Copy it into a file/);
  lab.judge({ allow: (line) => /refused: conversations.open (user_disabled|user_not_visible)/.test(line) });
});
