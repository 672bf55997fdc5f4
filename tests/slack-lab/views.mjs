// The views as people see them, for looking at: cards, a private morning message, the Home tab, a form, a report, a summary; light, dark, and on a phone.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { Lab, BOT, root, until, written } from './lab.mjs';

const [alice, bob, channel] = ['U0ALICE001', 'U0BOB00001', 'C0PLANNING'];
const out = path.join(root, 'artifacts', 'slack-views');
fs.mkdirSync(out, { recursive: true });
const lab = await Lab.start({ run: false, emulator: { ack_timeout_ms: 30000, trigger_ttl_ms: 60000 } }); // it is looked at, not timed
lab.settings.Bot__PublicUrl = lab.address;
await lab.launch();
const clock = async (advance) => {
  const moved = await fetch(`${lab.address}/rehearsal/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ advance }) });
  if (!moved.ok) throw new Error(`the clock: ${moved.status} ${await moved.text()}`);
  await lab.quiet(60000);
};
await lab.say(alice, `${BOT} forum name Place Forum`);
for (const org of ['UHCW University Hospitals Coventry and Warwickshire', 'WCC Warwickshire County Council']) await lab.say(alice, `${BOT} forum organisation ${org}`);
await lab.say(alice, `${BOT} I'll send the winter bed plan to <@${bob}> by ${written(20)} #winter`);
const draft = lab.ofBot(channel).at(-1);
await lab.click(alice, channel, 'Yes, record it');
const card = await until('the card is there', () => lab.ofBot(channel).filter((m) => lab.button(m, 'New date')).at(-1), 60000);
await lab.say(alice, `${BOT} I speak for UHCW`);
await lab.say(bob, `${BOT} I speak for WCC`);
await lab.promise(bob, `I'll open two step-down flats for <@${alice}> by ${written(30)}`);
await lab.promise(bob, `I'll share the frailty figures with <@${alice}> by ${written(8)}`);
await lab.promise(alice, `I'll book the hall for <@${bob}> by ${written(9)}`);
await lab.say(alice, `${BOT} <@${bob}> to circulate the terms of reference by ${written(12)}`);
await lab.click(alice, channel, 'New date');
const form = lab.views('modal').at(-1);
await lab.ctl('POST', 'user/open_home', { user: bob });
const home = lab.views('home').at(-1);
await lab.say(alice, `${BOT} my commitments`);
const aside = lab.asides(channel, alice).at(-1);
await lab.whisper(alice, 'done C-4');
await lab.whisper(bob, 'yes C-4');
await clock('P9D');
const nudge = lab.ofBot(lab.chat(bob)).filter((m) => lab.button(m, 'Done') || lab.button(m, 'Give my account')).at(-1);
await clock('P9D');
const report = lab.ofBot(channel).filter((m) => /not done by|account awaited/i.test(m.text)).at(-1);
const summary = JSON.parse((await lab.ctl('POST', 'user/command', { channel, user: alice, command: '/commit', text: 'summary' })).body);

const users = 'U0ALICE001=Alice Adams,U0BOB00001=Bob Braun';
const draw = (name, json, ...how) => {
  const file = path.join(out, `${name}.json`);
  // The drawing tool reads no mrkdwn where it is verbatim; Slack does.
  fs.writeFileSync(file, JSON.stringify(json, (key, value) => (key === 'verbatim' ? undefined : value), 1));
  const done = spawnSync('node', [path.join(process.env.SLACK_LAB, 'render-blocks.mjs'), file, path.join(out, `${name}.png`), '--users', users, ...how], { stdio: 'inherit' });
  if (done.status !== 0) process.exitCode = 1;
};
const message = (m) => ({ text: m.text, blocks: m.blocks.map(({ block_id, ...b }) => b) });
const view = ({ type, title, submit, close, blocks, callback_id }) => ({ type, callback_id, ...(type === 'modal' ? { title, ...(submit ? { submit } : {}), ...(close ? { close } : {}) } : {}), blocks: blocks.map(({ ...b }) => b) });
draw('draft-phone', message(draft), '--phone'); draw('card', message(card)); draw('card-dark', message(card), '--dark'); draw('card-phone', message(card), '--phone');
draw('aside-phone', message(aside), '--phone'); draw('nudge-phone', message(nudge), '--phone'); draw('report', message(report)); draw('report-phone', message(report), '--phone');
draw('form', view(form)); draw('home', view(home)); draw('home-dark-phone', view(home), '--dark', '--phone'); draw('summary-phone', message(summary), '--phone');

const log = path.join(out, 'log.jsonl');
fs.writeFileSync(log, lab.entries().map((e) => JSON.stringify(e) + '\n').join(''));
const checked = spawnSync('node', [path.join(process.env.SLACK_LAB, 'check-blocks.mjs'), '--strict', '--log', process.argv[2] ?? log], { stdio: 'inherit' });
await Lab.stopAll();
process.exit(process.exitCode ?? checked.status);
