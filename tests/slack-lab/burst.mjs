// kill -9 twice in the middle of a burst of mentions, with Slack's own retries (at once, after one minute, after five): each mention is answered
// exactly once. The mentions are spread over channels, as Slack takes one post a second in each.
import { Lab, BOT, sleep, until } from './lab.mjs';

const total = +(process.argv[2] ?? 500);
const users = ['U0ALICE001', 'U0BOB00001', 'U0CAROL001'];
const channels = Array.from({ length: 25 }, (_, n) => `C0BURST${String(n).padStart(3, '0')}`);
const lab = await Lab.start({
  emulator: { echo_bot_messages: false, disable_on_failures: false },
  change: (w) => w.channels.push(...channels.map((id) => ({ id, team_id: 'T0HOME0001', name: id.toLowerCase(), members: [...users, 'U0NOTZ0001', 'U0BOTHOME1'], is_private: false, is_archived: false }))),
});
for (const id of channels) await lab.ctl('POST', 'user/message', { channel: id, user: users[0], text: `${BOT} forum name Burst ${id}` });
await lab.quiet(120000);
await lab.ctl('DELETE', 'log');

const began = Date.now();
let sent = 0;
const killing = (async () => {
  for (const when of [total / 3, (2 * total) / 3]) {
    await until('so many are sent', () => sent >= when, 300000);
    await lab.kill();
    await lab.launch({}, false); // Slack goes on sending meanwhile, and finds nobody
    await sleep(2000);
  }
})();
const wave = [];
while (sent < total) {
  sent++;
  wave.push(lab.ctl('POST', 'user/message', { channel: channels[sent % channels.length], user: users[sent % 3], text: `${BOT} I'll send paper number ${sent} to <@U0NOTZ0001> by 1 May 2030` }));
  await sleep(40);
}
await killing;
await Promise.all(wave);
// Two events a mention; each is settled once it was acknowledged, or Slack has tried three times more.
const settled = () => {
  const last = new Map();
  for (const it of lab.entries({ kind: 'delivery' })) if (it.event_id) last.set(it.event_id, it.ok || last.get(it.event_id) || it.attempt >= 3);
  return last.size >= 2 * total && [...last.values()].every(Boolean);
};
await until('Slack has no event left', settled, 600000).catch((e) => console.log(String(e)));
await lab.quiet(240000).catch((e) => console.log(String(e)));

const answers = channels.flatMap((id) => lab.ofBot(id)).map((m) => /paper number (\d+) /.exec(m.text)?.[1]).filter(Boolean);
const counts = Array.from({ length: total }, (_, i) => answers.filter((n) => +n === i + 1).length);
const deliveries = lab.entries({ kind: 'delivery' });
const result = {
  mentions: total, answered_once: counts.filter((n) => n === 1).length, never: counts.filter((n) => n === 0).length, twice: counts.filter((n) => n > 1).length,
  deliveries: deliveries.length, retried: deliveries.filter((it) => it.attempt > 0).length,
  given_up: lab.entries({ kind: 'note' }).filter((it) => it.what === 'event given up').length, seconds: Math.round((Date.now() - began) / 1000),
};
console.log(JSON.stringify(result));
await Lab.stopAll();
console.log(result.answered_once === total ? 'each exactly once' : 'NOT each exactly once');
process.exit(result.answered_once === total ? 0 : 1);
