// Slack Connect and guests, and an organisation-wide installation on Enterprise Grid.
import test, { afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { Lab, BOT, written } from './lab.mjs';

const [alice, pat, quin, una] = ['U0ALICE001', 'U0EXTPAT01', 'U0EXTQUIN1', 'U0ULTRA001'];
const shared = 'C0SHARED01';

afterEach(() => Lab.stopAll());

test('people of another workspace promise, are promised to, and chair, by mention, thread and button', async () => {
  const lab = await Lab.start({ change: (w) => { w.channels.find((c) => c.id === shared).members.push(una); } });
  await lab.say(alice, `${BOT} forum name Joint Forum`, shared);
  await lab.say(alice, `${BOT} forum chair <@${pat}>`, shared);
  await lab.promise(pat, `I'll share the discharge figures with <@${alice}> by ${written(12)}`, shared);
  assert.match(JSON.stringify(lab.ofBot(shared)), /Pat Partner/);
  await lab.say(pat, `${BOT} forum policy light`, shared);
  assert.match(lab.ofBot(shared).at(-1).text, /light/, 'an outsider who chairs sets the policy');
  await lab.say(quin, `${BOT} forum policy active`, shared);
  assert.match(lab.asides(shared, quin).at(-1).text, /Only a chair/, 'one who does not chair does not, and alone is told so');
  await lab.say(pat, `${BOT} my commitments`, shared);
  await lab.click(pat, shared, 'Show C-1');
  assert.match(lab.asides(shared, pat).at(-1).text, /discharge figures/, 'also to somebody of another workspace');

  // A click by somebody whose commitment it is not changes nothing.
  const card = lab.ofBot(shared).filter((m) => lab.button(m, 'Done')).at(-1);
  assert.ok((await lab.ctl('POST', 'user/action', { user: quin, channel: shared, ts: card.ts, action_id: lab.button(card, 'At risk').action_id })).ok);
  const form = lab.views('modal').at(-1);
  const sent = await lab.ctl('POST', 'user/submit', { view_id: form.id, user: quin, values: { words: 'I say so' } });
  assert.ok(sent.ok, JSON.stringify(sent));
  await lab.quiet();
  assert.doesNotMatch(JSON.stringify(lab.ofBot(shared)), /I say so/);

  // Neither slash command nor button: a guest who may only post answers in the thread.
  await lab.say(alice, `${BOT} <@${una}> to book the hall by ${written(14)}`, shared);
  await lab.say(una, `${BOT} accept C-2`, shared);
  await lab.say(una, `${BOT} done C-2 https://example.org/hall`, shared);
  const text = JSON.stringify(lab.ofBot(shared).map((m) => m.text));
  assert.match(text, /C-2[^"]*Una Ultra[^"]*(done|kept)/i);
  await lab.say(pat, 'at risk the data team is short', shared, { thread_ts: card.thread_ts ?? card.ts });
  assert.match(JSON.stringify(lab.ofBot(shared)), /the data team is short/);
  assert.ok((await lab.ctl('POST', 'user/command', { channel: shared, user: pat, command: '/commit', text: 'help' })).client_error, 'Slack offers outsiders no command');

  await lab.ctl('POST', 'unshare', { channel: shared });
  lab.judge();
});

test('a channel that another workspace hosts, and a stranger', async () => {
  const lab = await Lab.start();
  await lab.say(pat, `${BOT} forum name Hosted Elsewhere`, 'C0EXTHOST1');
  await lab.promise(pat, `I'll chair the joint board for <@${alice}> by ${written(12)}`, 'C0EXTHOST1');
  assert.match(JSON.stringify(lab.ofBot('C0EXTHOST1')), /C-1/);
  await lab.say(pat, `${BOT} <@U0STRANGE1> to find a venue by ${written(12)}`, 'C0EXTHOST1');
  const refused = (line) => /conversations.open (user_not_found|not_)/.test(line);
  lab.judge({ allow: refused });
});

test('an organisation-wide installation on Enterprise Grid', async () => {
  const lab = await Lab.start({ settings: { Slack__BotToken: 'xoxb-grid-lab' } });
  const [bot, greta, hank, channel] = ['<@U0BOTGRID1>', 'W0GRID0001', 'U0GRID0002', 'C0GRIDORG1'];
  await lab.say(greta, `${bot} forum name Grid Forum`, channel);
  await lab.say(greta, `${bot} I'll send the winter bed plan to <@${hank}> by ${written(20)}`, channel);
  await lab.click(greta, channel, 'Yes, record it');
  const done = await lab.ctl('POST', 'user/command', { channel, user: hank, command: '/commit', text: 'what am I owed' });
  assert.match(done.body ?? '', /C-1/, 'clicks, commands and events are of the same installation');
  await lab.ctl('POST', 'user/open_home', { user: greta });
  assert.match(JSON.stringify(lab.views('home').at(-1)), /C-1/);
  await lab.click(greta, channel, 'At risk');
  const form = lab.views('modal').at(-1);
  assert.ok((await lab.ctl('POST', 'user/submit', { view_id: form.id, user: greta, values: { words: 'snow' } })).ok);
  await lab.quiet();
  assert.match(JSON.stringify(lab.ofBot(channel)), /snow/);
  lab.judge();
});
