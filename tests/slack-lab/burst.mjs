// kill -9 in the middle of a burst of mentions, with Slack's retries on: each mention is handled once.
import assert from 'node:assert/strict';
import { Lab, BOT, sleep, until } from './lab.mjs';

const total = +(process.argv[2] ?? 500);
const lab = await Lab.start({ emulator: { retry_delays_ms: [0, 4000, 12000], disable_on_failures: false, echo_bot_messages: false } });
const users = ['U0ALICE001', 'U0BOB00001', 'U0CAROL001'];
await lab.say(users[0], `${BOT} forum name Burst`);
await lab.ctl('DELETE', 'log');
const wave = [];
let again = null;
for (let n = 1; n <= total; n++) {
  wave.push(lab.ctl('POST', 'user/message', { channel: 'C0PLANNING', user: users[n % 3], text: `${BOT} I'll send paper number ${n} to <@U0NOTZ0001> by 1 May 2030` }));
  if (n % 20 === 0) await sleep(30);
  if (n === Math.floor(total / 3) || n === Math.floor((2 * total) / 3)) {
    await again;
    await lab.kill();
    again = lab.launch();
  }
}
await again;
await Promise.all(wave);
const asked = (n) => new RegExp(`paper number ${n} `);
await until('every mention was acknowledged', async () => {
  const last = new Map();
  for (const it of lab.entries({ kind: 'delivery' })) if (it.event_id) last.set(it.event_id, it.ok || last.get(it.event_id));
  return last.size >= 2 * total && [...last.values()].every(Boolean);
}, 120000).catch((e) => console.log(String(e)));
const given = lab.entries({ kind: 'note' }).filter((it) => it.what === 'event given up');
const { execFileSync } = await import('node:child_process');
const rows = JSON.parse(execFileSync('python3', ['-c', `import sqlite3,sys,json; d=sqlite3.connect(sys.argv[1]); print(json.dumps([r[0] for r in d.execute("select body from outbox where key like 'turn:slack:event:%'")]))`, `${lab.folder}/register.db`], { maxBuffer: 1 << 28 }).toString());
const counts = Array.from({ length: total }, (_, i) => rows.filter((body) => asked(i + 1).test(body)).length);
const result = {
  mentions: total, deliveries: lab.entries({ kind: 'delivery' }).length, retried: lab.entries({ kind: 'delivery' }).filter((it) => it.attempt > 0).length,
  given_up: given.length, handled_once: counts.filter((n) => n === 1).length, never: counts.filter((n) => n === 0).length, twice: counts.filter((n) => n > 1).length,
};
console.log(JSON.stringify(result));
await Lab.stopAll();
assert.equal(result.handled_once, total);
process.exit(0);
