// A whole story in the Microsoft 365 Agents Playground, Microsoft's emulator of Teams: channel, group chat and personal chat, card clicks included.
// usage: node story.mjs --lab DIR --program CommitmentBot.dll [--bot-port N] [--port N] [--shots DIR]
// DIR has the Playground (playground.mjs, playground-api.mjs, and playground-ui.mjs for the pictures) with its packages installed.
// Ends on "N passed, N failed" and with status 1 when a step failed.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const opt = { 'bot-port': '3978', port: '56150' };
for (let i = 2; i + 1 < process.argv.length; i += 2) opt[process.argv[i].replace(/^--/, '')] = process.argv[i + 1];
const lab = (name) => import(pathToFileURL(join(opt.lab, name)).href);
const { startPlayground } = await lab('playground.mjs');
const { PlaygroundApi } = await lab('playground-api.mjs');
const bot = `http://localhost:${opt['bot-port']}`;
const folder = mkdtempSync(join(tmpdir(), 'commitmentbot-story-'));
let passed = 0, failed = 0, log = '';

const program = spawn('dotnet', [opt.program, '--urls', bot], {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: {
    ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', Bot__PublicUrl: bot, ConnectionStrings__Register: `Data Source=${join(folder, 'story.db')}`,
    Teams__DangerouslyAllowAnonymous: 'true', Teams__AllowedServiceUrls: 'localhost', Rehearsal__Enabled: 'true', Logging__LogLevel__Default: 'Warning',
  },
});
for (const out of [program.stdout, program.stderr]) out.on('data', (d) => { log = (log + d).slice(-20000); });
let playground, api, ui;

const pause = (ms) => new Promise((r) => setTimeout(r, ms));
const cardIn = (node) => {
  if (typeof node === 'string' && node.includes('AdaptiveCard')) { try { node = JSON.parse(node); } catch { return null; } }
  if (!node || typeof node !== 'object') return null;
  if (node.type === 'AdaptiveCard') return node;
  for (const value of Object.values(node)) { const card = cardIn(value); if (card) return card; }
  return null;
};
const text = (node) => JSON.stringify(node ?? '').replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

let cursor = 0;
// The first message of the bot, or update of one, since the step began that says all the words.
async function heard(...words) {
  for (const end = Date.now() + 20000; Date.now() < end; await pause(50)) {
    const hit = api.events.slice(cursor).findLast((e) => /Message$/.test(e.action ?? '') && words.every((w) => text(e).includes(w)) && (cardIn(e) || !text(e).includes('<at>')));
    if (hit) return hit;
  }
  throw new Error(`nobody said ${words.join(' and ')}; since then: ${api.events.slice(cursor).map((e) => text(e.message?.text ?? cardIn(e)?.fallbackText ?? e.action)).join(' | ')}`);
}
const idOf = (event) => event.message.messageId;
function* actions(node) {
  if (Array.isArray(node)) { for (const it of node) yield* actions(it); return; }
  if (!node || typeof node !== 'object') return;
  if (node.type === 'Action.Execute' || node.type === 'Action.Submit') yield node;
  for (const [key, value] of Object.entries(node)) if (key !== 'refresh') yield* actions(value);
}
function* inputs(node) {
  if (Array.isArray(node)) { for (const it of node) yield* inputs(it); return; }
  if (!node || typeof node !== 'object') return;
  if (/^Input\./.test(node.type ?? '')) yield node;
  for (const value of Object.values(node)) yield* inputs(value);
}
const press = (card, title, values = {}) => {
  const action = [...actions(card)].find((a) => a.title === title);
  if (!action) throw new Error(`no button ${title} among ${[...actions(card)].map((a) => a.title).join(', ')}`);
  const given = Object.fromEntries([...inputs(card)].map((i) => [i.id, values[i.id.split('.').pop()] ?? i.value ?? '']));
  return { action, data: { ...action.data, ...given } };
};
async function click(who, where, event, title, values) {
  const card = cardIn(event);
  const { action, data } = press(card, title, values);
  api.me = who;
  cursor = api.events.length;
  return api.execute(event.actionConversationId ?? where, idOf(event), action.verb, data, title);
}
// What is typed in its page is always the current user's, so other people's messages are handed in as activities.
const say = async (who, where, words) => {
  cursor = api.events.length;
  if (who === api.config.config.currentUser.id) return api.send(where, words, { mention: where !== api.personal, from: who });
  const mention = `<at>${api.bot.name}</at>`;
  return api.activity({ ...(await api.template(where)), type: 'message', id: crypto.randomUUID(), from: { id: who, name: api.config.config.users.find((it) => it.id === who)?.name },
    text: `${mention} ${words}`, textFormat: 'plain', entities: [{ type: 'mention', text: mention, mentioned: api.bot }] });
};
const expect = (condition, what) => { if (!condition) throw new Error(what); };
const step = async (name, work) => { try { await work(); passed++; console.log('ok  ', name); } catch (e) { failed++; console.log('FAIL', name, '-', e.message.slice(0, 1500)); } };
const shot = async (place, name) => {
  if (!ui) return;
  await ui.select(place);
  await pause(1500);
  await ui.page.screenshot({ path: join(opt.shots, `${name}.png`) });
};
const day = (days) => new Date(Date.now() + days * 86400000).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const advance = (by) => fetch(`${bot}/rehearsal/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ advance: by }) }).then((r) => expect(r.ok, `clock ${r.status}`));

try {
  for (let tries = 0; ; tries++) { try { await fetch(`${bot}/health/live`); break; } catch { if (tries > 600) throw new Error('the program did not start:\n' + log); await pause(100); } }
  playground = await startPlayground({ bot: `${bot}/api/messages`, port: Number(opt.port) });
  api = await new PlaygroundApi(playground.url).open();
  if (opt.shots) { mkdirSync(opt.shots, { recursive: true }); ui = await (await lab('playground-ui.mjs')).openPlayground(playground.url); }
  const alex = api.me, megan = '29:megan', channel = api.channels.Announcements ?? Object.values(api.channels).at(-1);
  let card;

  await step('channel: the bot is added and greets once, whichever event comes first', async () => {
    await api.install(channel); await api.install(channel);
    await heard('register of what leaders promise');
    await pause(1500);
    expect(api.events.filter((e) => text(e).includes('register of what leaders promise each other here') && text(e).includes(channel)).length <= 1, 'greeted twice');
  });
  await step('channel: a forum is set up', async () => {
    await say(alex, channel, 'forum name Place Forum'); await heard('Place Forum');
    await say(alex, channel, 'forum organisation UHCW University Hospitals Coventry and Warwickshire, uhcw.nhs.uk'); await heard('UHCW');
    await say(alex, channel, 'forum organisation WCC Warwickshire County Council, warwickshire.gov.uk'); await heard('WCC');
    await say(alex, channel, 'I speak for UHCW'); await heard('UHCW');
    await say(megan, channel, 'I speak for WCC'); // Her answer is private, and only the current user has a private chat here.
    await pause(1500);
  });
  await step('channel: a promise is shown and recorded by its owner only', async () => {
    await say(alex, channel, `I'll send the winter bed plan to WCC by ${day(14)}`);
    card = await heard('Yes, record it', 'winter bed plan');
    const other = await click(megan, channel, card, 'Yes, record it');
    expect(!text(other).includes('C-1'), `another person recorded it: ${text(other)}`);
    const mine = await click(alex, channel, card, 'Yes, record it');
    expect(text(mine).includes('C-1'), `not recorded: ${text(mine)}`);
    card = await heard('C-1', 'winter bed plan');
  });
  await step('channel: the register is listed and searched', async () => {
    await say(alex, channel, 'list'); await heard('Open commitments');
    api.me = alex;
    const found = await api.invoke('composeExtension/query', channel, { commandId: 'find', parameters: [{ name: 'words', value: 'winter' }], queryOptions: { skip: 0, count: 25 } });
    expect(text(found).includes('C-1'), `not found: ${text(found)}`);
  });
  await step('channel: a message is recorded by the message extension', async () => {
    api.me = megan;
    const form = await api.invoke('composeExtension/fetchTask', channel, { commandId: 'record', commandContext: 'message', context: { theme: 'default' },
      messagePayload: { id: '1795422350429', createdDateTime: new Date().toISOString(), from: { user: { id: '00000000-0000-0000-0000-000000000021', displayName: 'Megan Bowen' } }, body: { contentType: 'html', content: `<p>I will share the frailty figures with UHCW by ${day(20)}</p>` }, mentions: [] } });
    expect(form.task?.type === 'continue', `no dialog: ${text(form)}`);
    const { data } = press(cardIn(form), 'Record it');
    cursor = api.events.length;
    api.me = megan;
    const done = await api.invoke('composeExtension/submitAction', channel, { commandId: 'record', commandContext: 'message', data });
    expect(text(done).includes('C-2'), `not recorded: ${text(done)}`);
    await heard('C-2');
  });
  await step('channel: done, and confirmed by the promisee', async () => {
    const done = await click(alex, channel, card, 'It is done', { evidence: 'https://example.org/plan' });
    expect(text(done).includes('says it is done'), `not done: ${text(done)}`);
    const asked = await heard('C-1', 'Not yet');
    const kept = await click(megan, channel, asked, 'Yes, and it helped');
    expect(text(kept).includes('Kept'), `not kept: ${text(kept)}`);
  });
  await step('channel: help and summary', async () => {
    await say(alex, channel, 'summary'); await heard('Place Forum');
    await say(alex, channel, 'help'); await heard('To see where things stand');
  });
  for (const [words, expected] of [['forum', 'Place Forum'], ['list all', 'All commitments'], ['show C-1', 'C-1'], ['help', 'To see where things stand'], ['summary', 'Place Forum']])
    await step(`personal: ${words}`, async () => { await say(alex, api.personal, words); await heard(expected); await shot('Personal Chat', `personal-${words.replace(/\W/g, '-')}`); });
  await step('personal: a promise is made, and the ladder asks about it', async () => {
    await say(alex, api.personal, `I'll circulate the terms of reference to WCC by ${day(10)}`);
    const asked = await heard('Yes, record it', 'terms of reference');
    await shot('Personal Chat', 'personal-confirmation');
    expect(text(await click(alex, api.personal, asked, 'Yes, record it')).includes('C-3'), 'not recorded');
    await advance('P9D');
    await heard('Is it on track?');
  });
  await shot('Personal Chat', 'personal-heads-up');
  await step('personal: an account is given on the card', async () => {
    cursor = api.events.length;
    await advance('P7D');
    const asked = await heard('Give my account');
    if (ui) { await ui.select('Personal Chat'); await ui.page.getByRole('button', { name: 'Give my account', exact: true }).last().click(); await pause(500); await ui.page.screenshot({ path: join(opt.shots, 'personal-account.png') }); }
    const given = await click(alex, api.personal, asked, 'Give my account', { did: 'Four of five sections', why: 'Two authors were moved', needed: 'The draft is enough to begin', next: 'All five by Friday', cause: 'Capacity' });
    expect(text(given).includes('account given'), `not taken: ${text(given)}`);
    await say(alex, api.personal, 'my commitments'); await heard('You have nothing open');
  });
  await step('group chat: the same in a chat without threads', async () => {
    await say(megan, api.group, 'forum name Winter group'); await heard('Winter group');
    await say(megan, api.group, `I'll book the room for the forum by ${day(30)}`);
    const asked = await heard('Yes, record it', 'Book the room');
    expect(text(await click(megan, api.group, asked, 'Yes, record it')).includes('Book the room'), 'not recorded');
    await say(megan, api.group, 'summary'); await heard('Winter group');
  });
  await shot('Group Chat', 'group-chat');
  await step('channel: a renamed, then a deleted channel does no harm', async () => {
    await api.mock(channel, 'channelRenamed');
    await api.mock(channel, 'channelDeleted');
    await say(alex, api.personal, 'what am I owed'); await heard('C-2');
  });
} catch (e) { failed++; console.log('FAIL', e.message); } finally {
  api?.close();
  await ui?.browser.close();
  await playground?.stop();
  program.kill();
  await Promise.race([new Promise((r) => program.once('exit', r)), pause(5000)]);
  program.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
if (failed) console.log(log.slice(-3000));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
