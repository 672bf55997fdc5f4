// One workspace: everything that arrives, and everything that goes out.
import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { Lab, BOT, inDays, until, written } from './lab.mjs';

const [alice, bob, carol, gus, deva] = ['U0ALICE001', 'U0BOB00001', 'U0CAROL001', 'U0GUEST001', 'U0DEVA0001'];
const channel = 'C0PLANNING';

afterEach(() => Lab.stopAll());

test('the door: signatures both ways, replays, checks of the address', async () => {
  const lab = await Lab.start();
  assert.ok((await lab.ctl('POST', 'url_verification')).ok);
  assert.ok((await lab.ctl('POST', 'ssl_check')).ok);
  const body = { type: 'event_callback', event_id: 'EvDOOR1', team_id: 'T0HOME0001', authorizations: [{ team_id: 'T0HOME0001', user_id: 'U0BOTHOME1', is_bot: true }], event: { type: 'app_mention', user: alice, channel, ts: '1795476361.000100', text: `${BOT} help` } };
  for (const broken of [{ skew_s: -301 }, { skew_s: 301 }, { bad_signature: true }, { no_signature: true }, { secret: 'another' }]) {
    assert.equal((await lab.ctl('POST', 'deliver_raw', { body, ...broken })).status, 401, JSON.stringify(broken));
  }
  for (const near of [{ skew_s: -299 }, { skew_s: 299 }, {}]) assert.equal((await lab.ctl('POST', 'deliver_raw', { body, ...near })).status, 200);
  await lab.quiet();
  assert.equal(lab.asides(channel, alice).length, 1, 'the same event thrice has one answer');
  lab.judge({ allow: (line) => line.startsWith('delivery raw: 401') });
});

test('what arrives is taken once and does what it says', async () => {
  const lab = await Lab.start();
  await lab.say(alice, `${BOT} forum name Place Forum`);
  const { ts } = await lab.say(alice, `${BOT} I'll send the winter bed plan to <@${bob}> by ${written(20)} &amp; chase <!channel>`);
  const asked = lab.ofBot(channel, ts);
  assert.equal(asked.length, 1, 'app_mention and its twin message are one');
  assert.equal(asked[0].thread_ts, ts);
  assert.doesNotMatch(JSON.stringify(asked[0]), /<!channel>/);
  await lab.click(alice, channel, 'Yes, record it');

  // The source is edited, then deleted: the card says so, and the words stay as they were.
  await lab.ctl('POST', 'user/edit', { channel, ts, user: alice, text: `${BOT} I'll think about it` });
  await lab.quiet();
  assert.match(JSON.stringify(lab.ofBot(channel, ts)), /changed/i);
  await lab.ctl('POST', 'user/delete', { channel, ts, user: alice });
  await lab.quiet();
  assert.match(JSON.stringify(lab.ofBot(channel, ts)), /deleted/i);

  // A reply in the thread, a direct message, a command; other bots and the bot itself are not answered.
  const before = lab.ofBot(channel).length;
  await lab.say(bob, 'thanks, that helps', channel, { thread_ts: ts });
  await lab.ctl('POST', 'user/message', { channel, user: 'U0OTHERBOT', text: `${BOT} help`, bot: true });
  await lab.quiet();
  assert.equal(lab.ofBot(channel).length, before);
  await lab.whisper(alice, 'my commitments');
  assert.match(lab.ofBot(lab.chat(alice)).at(-1).text, /C-1/);
  for (const text of ['my commitments', 'what am I owed', 'list', 'list overdue', 'show C-1', 'summary', 'how are you doing?', 'help', 'forum', 'remind me at 8:30', 'at risk C-1 two planners are away', `move C-1 to ${written(30)} because the board moved`, 'nonsense words', '']) {
    const done = await lab.ctl('POST', 'user/command', { channel, user: alice, command: '/commit', text });
    assert.ok(done.ok, `/commit ${text}: ${JSON.stringify(done)}`);
    assert.ok(done.body, `/commit ${text} says nothing`);
  }
  await lab.quiet();
  assert.ok(lab.entries({ kind: 'api', method: 'chat.postMessage' }).every((it) => it.args.unfurl_links === false && it.args.text && it.args.metadata), 'unfurls off, text, marker');

  // What only the asker should see is shown aside, and its buttons work; what Slack would not show goes to the private chat.
  await lab.say(alice, `${BOT} my commitments`);
  assert.match(lab.asides(channel, alice).at(-1).text, /C-1/);
  await lab.click(alice, channel, 'Show C-1');
  assert.match(lab.asides(channel, alice).at(-1).text, /winter bed plan/);
  await lab.ctl('POST', 'fault', { on: 'api', method: 'chat.postEphemeral', error: 'user_not_in_channel' });
  await lab.say(alice, `${BOT} what am I owed`);
  assert.match(lab.ofBot(lab.chat(alice)).at(-1).text, /promised to you/);

  // An export is a file, in private.
  await lab.ctl('POST', 'user/command', { channel, user: alice, command: '/commit', text: 'export' });
  await lab.quiet();
  assert.match(JSON.stringify(lab.messages(lab.chat(alice)).at(-1).files), /Place Forum.csv/);
  await lab.say(alice, `${BOT} calendar C-1`);
  assert.match(JSON.stringify(lab.messages(lab.chat(alice)).at(-1).files), /C-1.ics/);
  assert.equal(lab.entries({ kind: 'upload' }).length, 2);
  await lab.say(bob, 'agree', channel, { thread_ts: ts });
  await lab.say(alice, 'done https://example.org/plan', channel, { thread_ts: ts });
  await lab.whisper(bob, 'confirm C-1');
  assert.ok(lab.ofBot(channel, ts).some((m) => /C-1.*kept/i.test(m.text)), JSON.stringify(lab.ofBot(channel, ts).map((m) => m.text)));
  lab.judge();
});

test('forms: at the right field, pushed, from messages, shortcuts, the Home tab and menus', async () => {
  const lab = await Lab.start();
  await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.promise(alice, `I'll send the winter bed plan to <@${bob}> by ${written(20)}`);

  // A button of a card, a form with what is wrong at its field, and the same view sent again.
  await lab.click(alice, channel, 'New date');
  let form = lab.views('modal').at(-1);
  let sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: { due: inDays(30), because: 'NHS number 943 476 5919 is waiting' } });
  assert.equal(sent.effect, 'errors'); assert.ok(sent.errors.because);
  sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: { due: inDays(30), because: 'the board meets later' } });
  assert.ok(['closed', 'updated'].includes(sent.effect), JSON.stringify(sent));
  await lab.quiet();
  assert.match(lab.ofBot(lab.chat(bob)).at(-1).text, /asks to change C-1/);

  // "Record as commitment" on somebody's message, whose words and link are kept.
  const said = await lab.say(bob, `I'll share the frailty figures with <@${alice}> by ${written(9)}`);
  assert.ok((await lab.ctl('POST', 'user/message_shortcut', { channel, ts: said.ts, user: alice, callback_id: 'record_commitment' })).ok);
  form = lab.views('modal').at(-1);
  assert.match(JSON.stringify(form), /frailty figures/);
  sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: {} });
  assert.ok(sent.ok, JSON.stringify(sent));
  await lab.quiet();
  assert.match(JSON.stringify(lab.ofBot(lab.chat(bob)).at(-1)), /proposes this to you/);
  await lab.click(bob, lab.chat(bob), 'Accept');

  // From anywhere: make one, find one.
  assert.ok((await lab.ctl('POST', 'user/shortcut', { user: alice, callback_id: 'make_commitment' })).ok);
  form = lab.views('modal').at(-1);
  sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: { words: `I'll open the step-down ward for <@${bob}> by ${written(40)}` } });
  assert.equal(sent.effect, 'updated', JSON.stringify(sent));
  await lab.quiet();
  assert.match(lab.ofBot(lab.chat(alice)).at(-1).text, /Shall I record this/);
  await lab.click(alice, lab.chat(alice), 'Yes, record it');
  assert.ok((await lab.ctl('POST', 'user/shortcut', { user: alice, callback_id: 'find_commitment' })).ok);
  form = lab.views('modal').at(-1);
  const menu = await lab.ctl('POST', 'user/options', { view_id: form.id, user: alice, action_id: 'value', value: 'winter' });
  assert.match(menu.json.options[0].text.text, /winter bed plan/); assert.equal(menu.json.options[0].value, 'C-1');
  sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: { found: 'C-1' } });
  assert.equal(sent.effect, 'updated', JSON.stringify(sent));
  assert.match(JSON.stringify(lab.views('modal').at(-1)), /winter bed plan/);

  // The Home tab: published when opened, again only when it changed, and its buttons open the card and from there a form.
  await lab.ctl('POST', 'user/open_home', { user: alice });
  const published = () => lab.entries({ kind: 'api', method: 'views.publish', ok: 'true' });
  assert.equal(published().length, 1);
  await lab.ctl('POST', 'user/open_home', { user: alice });
  assert.equal(published().length, 1, 'nothing has changed');
  let home = lab.views('home').at(-1);
  const show = home.blocks.flatMap((b) => b.elements ?? []).find((e) => e.text?.text === 'Show C-3');
  assert.ok((await lab.ctl('POST', 'user/action', { user: alice, view_id: home.id, action_id: show.action_id })).ok);
  let card = lab.views('modal').at(-1);
  const risk = card.blocks.flatMap((b) => b.elements ?? []).find((e) => e.text?.text === 'At risk');
  assert.ok((await lab.ctl('POST', 'user/action', { user: alice, view_id: card.id, action_id: risk.action_id })).ok);
  form = lab.views('modal').at(-1);
  assert.equal(form.previous_view_id, card.id, 'pushed on top');
  sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: alice, values: { words: 'two planners are away' } });
  assert.ok(sent.ok, JSON.stringify(sent));
  await lab.quiet();
  assert.match(JSON.stringify(lab.ofBot(channel)), /two planners are away/);
  await lab.ctl('POST', 'user/close', { view_id: card.id, user: alice, all: true });
  await lab.ctl('POST', 'user/open_home', { user: alice });
  assert.equal(published().length, 2, 'it has changed');
  lab.judge();
});

test('people and places: joined, left, renamed, moved, archived, gone', async () => {
  const lab = await Lab.start();
  await lab.say(alice, `${BOT} forum name Place Forum`);
  await lab.promise(bob, `I'll send the winter bed plan to <@${alice}> by ${written(20)}`);
  await lab.ctl('POST', 'user/join', { channel, user: deva });
  await lab.ctl('POST', 'user/leave', { channel, user: carol });
  for (const event of [
    { type: 'channel_rename', channel: { id: channel, name: 'place-forum', created: 1700000000 } },
    { type: 'channel_shared', connected_team_id: 'T0PARTNER1', channel }, { type: 'channel_unshared', previously_connected_team_id: 'T0PARTNER1', channel, is_ext_shared: false },
  ]) await lab.ctl('POST', 'event', { event: { ...event, event_ts: `${Date.now() / 1000}` }, channel });
  await lab.ctl('POST', 'world/user', { id: 'U0NEW00001', name: 'nia', real_name: 'Nia New', tz: 'Europe/Paris', tz_offset: 3600, event: true });

  // A deactivated owner is noticed by user_change, and nothing is posted to them.
  await lab.ctl('POST', 'world/user', { id: bob, deleted: true, event: true });
  await lab.whisper(alice, `hand over C-1 to <@${bob}> because he leads on it`);
  await lab.say(alice, `${BOT} show C-1`);
  assert.ok(!lab.entries({ kind: 'api' }).some((it) => (it.advisories ?? []).some((a) => /deactivated/.test(a))));

  // A private channel gets another id when it is shared, and is the same forum under it.
  await lab.say(alice, `${BOT} forum name Secret Forum`, 'C0PRIVATE1');
  await lab.ctl('POST', 'event', { event: { type: 'channel_id_changed', old_channel_id: 'C0PRIVATE1', new_channel_id: 'C0GENERAL1', event_ts: '1.2' }, channel: 'C0PRIVATE1' });
  await lab.say(alice, `${BOT} forum`, 'C0GENERAL1');
  assert.match(JSON.stringify(lab.ofBot('C0GENERAL1').at(-1) ?? lab.ofBot(lab.chat(alice)).at(-1)), /Secret Forum/);

  await lab.ctl('POST', 'archive', { channel });
  await lab.ctl('POST', 'archive', { channel, undo: true });
  await lab.quiet();
  for (const event of [{ type: 'tokens_revoked', tokens: { oauth: ['U0ALICE001'], bot: [] }, event_ts: '1.3' }]) await lab.ctl('POST', 'event', { event, channel });
  lab.judge();
  await lab.ctl('POST', 'uninstall', { team: 'T0HOME0001' });
  assert.ok(lab.entries({ kind: 'delivery' }).slice(-2).every((it) => it.ok));
});
