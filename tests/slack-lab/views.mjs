// Six views as people see them, for looking at: cards, the Home tab, a form, a summary; light, dark, and on a phone.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { Lab, BOT, root, until, written } from './lab.mjs';

const [alice, bob, channel] = ['U0ALICE001', 'U0BOB00001', 'C0PLANNING'];
const out = path.join(root, 'artifacts', 'slack-views');
fs.mkdirSync(out, { recursive: true });
const lab = await Lab.start({ emulator: { ack_timeout_ms: 30000, trigger_ttl_ms: 60000 } }); // it is looked at, not timed
await lab.say(alice, `${BOT} forum name Place Forum`);
for (const org of ['UHCW University Hospitals Coventry and Warwickshire', 'WCC Warwickshire County Council']) await lab.say(alice, `${BOT} forum organisation ${org}`);
await lab.say(alice, `${BOT} I'll send the winter bed plan to <@${bob}> by ${written(20)} #winter`);
const draft = lab.ofBot(channel).at(-1);
await lab.click(alice, channel, 'Yes, record it');
const card = await until('the card is there', () => lab.ofBot(channel).filter((m) => lab.button(m, 'New date')).at(-1), 60000);
await lab.promise(bob, `I'll open two step-down flats for <@${alice}> by ${written(30)}`);
await lab.say(alice, `${BOT} <@${bob}> to circulate the terms of reference by ${written(12)}`);
await lab.click(alice, channel, 'New date');
const form = lab.views('modal').at(-1);
await lab.ctl('POST', 'user/open_home', { user: bob });
const home = lab.views('home').at(-1);
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
draw('draft', message(draft)); draw('card', message(card)); draw('card-dark', message(card), '--dark'); draw('card-phone', message(card), '--phone');
draw('form', view(form)); draw('home', view(home)); draw('home-dark-phone', view(home), '--dark', '--phone'); draw('summary', message({ ...summary, blocks: summary.blocks }));

const log = path.join(out, 'log.jsonl');
fs.writeFileSync(log, lab.entries().map((e) => JSON.stringify(e) + '\n').join(''));
const checked = spawnSync('node', [path.join(process.env.SLACK_LAB, 'check-blocks.mjs'), '--strict', '--log', process.argv[2] ?? log], { stdio: 'inherit' });
await Lab.stopAll();
process.exit(process.exitCode ?? checked.status);
