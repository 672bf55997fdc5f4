// The rehearsal page: who one is, the clock, the story, and the two platforms side by side.
import { act, listen, state } from './api.js';
import { el } from './dom.js';
import { Pane, avatar } from './pane.js';
import { Dialog } from './dialog.js';

const $ = (id) => document.getElementById(id);
const unread = new Map();
let tales;
let world;
let me;
let panes;
let dialog;
let messages = [];
let dialogs = {};
let status = {};
let lost = false;
let followed;

const deeds = {
  say: (platform, direct, text, thread) => does('say', { who: me.key, platform, direct, text, thread }),
  click: async (message, target, values, button) => {
    button.setAttribute('aria-busy', 'true');
    await does('click', { who: me.key, platform: message.platform, channel: message.channel, message: message.id, target, values });
    button.removeAttribute('aria-busy');
  },
  record: (message) => does('shortcut', { who: me.key, platform: message.platform, channel: message.channel, message: message.id }),
  submit: (values) => does('submit', { who: me.key, values }),
  close: () => does('close', { who: me.key }),
  read: (platform) => { unread.delete(`${me.key}/${platform}`); badges(); },
};

async function does(path, deed) {
  const done = await act(path, deed);
  problem(done.taken ? null : done.problem ?? 'That did not work.');
  return done.taken;
}

function problem(sentence) {
  $('problem').hidden = !sentence;
  $('problem').textContent = sentence ?? '';
}

function choose(key) {
  const tale = tales.find((one) => one.people.some((person) => person.key === key));
  if (tale && tale.key !== world.key) stage(tale);
  me = world.people.find((person) => person.key === key) ?? world.people[0];
  $(`be-${me.key}`).checked = true;
  for (const pane of Object.values(panes)) {
    pane.as(me, messages);
    if (pane.view === 'direct') unread.delete(`${me.key}/${pane.platform}`);
  }
  badges();
  dialog.show(dialogs[me.key] ?? null);
}

/** Shows another forum: its people and its channels. What is chosen in the list of stories follows. */
function stage(tale) {
  world = { ...world, ...tale };
  $('which').value = tale.key;
  for (const label of document.querySelectorAll('.person')) label.remove();
  people();
  for (const name of ['slack', 'teams']) $(name).replaceChildren();
  panes = { slack: new Pane('slack', $('slack'), world, deeds), teams: new Pane('teams', $('teams'), world, deeds) };
  dialog.world = world;
}

function people() {
  for (const person of world.people) {
    $('people').append(el('label', { class: 'person', title: `${person.seat}, ${person.organisationName}` },
      el('input', { type: 'radio', name: 'who', value: person.key, id: `be-${person.key}`, on: { change: () => choose(person.key) } }),
      avatar(person),
      el('span', { class: 'name' }, person.name, el('small', {},
        `${person.seat}${person.organisation ? `, ${person.organisation}` : ''} · ${[person.onSlack && 'Slack', person.onTeams && 'Teams'].filter(Boolean).join(' and ')}`)),
      el('span', { class: 'badge', id: `new-${person.key}`, hidden: true })));
  }
}

function badges() {
  for (const person of world.people) {
    const count = ['slack', 'teams'].reduce((sum, platform) => sum + (unread.get(`${person.key}/${platform}`) ?? 0), 0);
    const badge = $(`new-${person.key}`);
    badge.hidden = count === 0;
    badge.textContent = String(count);
    badge.setAttribute('aria-label', `${count} new direct messages`);
  }
  for (const pane of Object.values(panes)) pane.unread(unread.get(`${me.key}/${pane.platform}`) ?? 0);
}

const ownerOf = (message) => world.people.find((person) => [person.slackDirect, person.teamsDirect].includes(message.channel));

function arrived(message) {
  const at = messages.findIndex((one) => one.platform === message.platform && one.channel === message.channel && one.id === message.id);
  if (at >= 0) messages[at] = message;
  else messages.push(message);
  const owner = ownerOf(message);
  const telling = status.ready && status.story?.state === 'Playing';
  const pane = panes[message.platform];
  pane.put(message);
  if (at >= 0) return;
  if (telling) pane.reveal(message);
  if (owner && !message.from && !(owner.key === me.key && pane.view === 'direct')) {
    const key = `${owner.key}/${message.platform}`;
    unread.set(key, (unread.get(key) ?? 0) + 1);
    badges();
  }
  const shown = !message.onlyFor || message.onlyFor === me.key;
  if (shown && (owner?.key === me.key || message.channel === pane.channel)) {
    const who = world.people.find((person) => person.key === message.from)?.name ?? world.bot;
    $('announcer').append(el('p', {}, `${who}, ${pane.name}: ${message.text}`));
    while ($('announcer').childElementCount > 5) $('announcer').firstChild.remove();
  }
}

/** While the story is told the page looks where the step happens, through the eyes of the one it happens to. */
function follow({ step, view, typed }) {
  const now = `${step} ${JSON.stringify(view)}`;
  if (view && now !== followed) {
    if (view.who && view.who !== me.key) choose(view.who);
    platform(view.platform);
    const pane = panes[view.platform];
    const tab = view.direct ? 'direct' : 'channel';
    if (pane.view !== tab) pane.show(tab);
  }
  followed = now;
  if (typed) dialog.fill(typed);
}

function told() {
  $('now').textContent = status.nowInFull;
  $('now').dateTime = status.now;
  const { state: how, step, of, caption, problem: wrong } = status.story;
  const running = how === 'Playing' || how === 'Paused';
  const chosen = status.told === world.key;
  const over = chosen && world.once && !running;
  $('play').textContent = how === 'Playing' ? 'Pause' : how === 'Paused' ? 'Go on' : over ? 'Told' : chosen && how !== 'Idle' ? 'Play it again' : 'Play the story';
  $('play').disabled = !status.ready || over;
  $('which').disabled = !status.ready || running;
  $('stop').hidden = !running;
  $('progress').hidden = !of || !chosen;
  $('progress').max = of || 1;
  $('progress').value = step;
  document.body.dataset.story = how.toLowerCase();
  if (status.ready && how === 'Playing') follow(status.story);
  if (!status.ready) $('caption').textContent = 'The forum is being set up…';
  else if (chosen && caption) $('caption').textContent = `${step} of ${of}. ${caption}${over ? ' To see it again, start the program anew.' : ''}`;
  else $('caption').textContent = world.invitation;
  if (wrong) problem(`The story stopped at step ${step}: ${wrong}`);
  else if (status.setUpProblem) problem(`The forum could not be set up: ${status.setUpProblem}`);
  for (const button of document.querySelectorAll('[data-move]')) button.disabled = how === 'Playing' || !status.ready;
}

function platform(name) {
  document.body.dataset.platform = name;
  for (const tab of document.querySelectorAll('.switch [role=tab]')) {
    const on = tab.dataset.platform === name;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

async function load() {
  if (lost) problem(null);
  lost = false;
  const all = await state();
  messages = all.messages;
  dialogs = all.dialogs;
  status = all.status;
  if (!world) {
    tales = all.stories;
    world = { bot: all.bot, slackBotUser: all.slackBotUser };
    dialog = new Dialog($('dialog'), world, deeds);
    tales.forEach((tale, at) => $('which').append(el('option', { value: tale.key }, `${at + 1}. ${tale.title}`)));
    const asked = new URLSearchParams(location.search);
    const running = status.story.state === 'Playing' || status.story.state === 'Paused' ? status.told : asked.get('story');
    stage(tales.find((tale) => tale.key === running) ?? tales[0]);
    choose(asked.get('who') ?? world.people[0].key);
  } else {
    choose(me.key);
  }
  told();
}

function wire() {
  platform('slack');
  for (const tab of document.querySelectorAll('.switch [role=tab]')) {
    tab.addEventListener('click', () => platform(tab.dataset.platform));
    tab.addEventListener('keydown', (event) => {
      if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
      platform(tab.dataset.platform === 'slack' ? 'teams' : 'slack');
      document.querySelector('.switch [aria-selected=true]').focus();
    });
  }
  for (const button of document.querySelectorAll('[data-move]')) {
    button.addEventListener('click', async () => {
      button.setAttribute('aria-busy', 'true');
      await does('clock', { move: button.dataset.move });
      button.removeAttribute('aria-busy');
    });
  }
  $('play').addEventListener('click', () => {
    const how = status.story.state;
    problem(null);
    const fast = new URLSearchParams(location.search).has('fast');
    does('story', { story: how === 'Playing' ? 'pause' : how === 'Paused' ? 'resume' : 'play', which: world.key, fast });
  });
  $('which').addEventListener('change', () => {
    problem(null);
    choose(tales.find((tale) => tale.key === $('which').value).people[0].key);
    told();
  });
  $('stop').addEventListener('click', () => does('story', { story: 'stop' }));
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.tools[open]')) if (!menu.contains(event.target)) menu.open = false;
  });
  const whenLoaded = (handler) => (data) => { if (world) handler(data); };
  listen({
    message: whenLoaded(arrived),
    deleted: whenLoaded((message) => {
      messages = messages.filter((one) => one.id !== message.id || one.platform !== message.platform);
      panes[message.platform].drop(message);
    }),
    dialog: whenLoaded(({ persona, dialog: open }) => {
      if (open) dialogs[persona] = open;
      else delete dialogs[persona];
      if (persona === me.key) dialog.show(open);
    }),
    status: whenLoaded((now) => { status = now; told(); }),
  }, load, () => { lost = true; problem('The program does not answer; trying again.'); });
}

wire();
