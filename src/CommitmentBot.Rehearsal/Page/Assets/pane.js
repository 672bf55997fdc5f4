// One platform: the forum's channel and the chosen person's direct messages, each with threads, and a composer.
import { el, uid } from './dom.js';
import { drawBlocks, mrkdwn } from './blocks.js';
import { drawCard } from './cards.js';

const examples = {
  slack: ['I\'ll send the winter bed plan to EBC by Friday', 'my commitments'],
  teams: ['I\'ll open the second hub by 11 December', 'what am I owed'],
};

export class Pane {
  /** world: { people, channels, bot…}; deeds: { say, click, record } */
  constructor(platform, root, world, deeds) {
    this.platform = platform;
    this.root = root;
    this.world = world;
    this.deeds = deeds;
    this.name = platform === 'slack' ? 'Slack' : 'Teams';
    this.view = 'channel';
    this.thread = null;
    this.messages = new Map();
    this.build();
  }

  build() {
    const title = this.platform === 'slack' ? `# ${this.world.slackChannelName}` : this.world.teamsChannelName;
    this.logs = { channel: this.newLog(`${this.name}, ${title}`), direct: this.newLog(`${this.name}, direct messages`) };
    this.logs.direct.hidden = true;
    this.tabs = {
      channel: this.newTab('channel', title),
      direct: this.newTab('direct', 'Direct messages'),
    };
    this.badge = el('span', { class: 'badge', hidden: true });
    this.tabs.direct.append(this.badge);
    this.box = el('textarea', { rows: 1, id: uid('say'), on: { keydown: (event) => this.key(event), input: () => this.grow() } });
    this.boxLabel = el('label', { class: 'unseen', for: this.box.id });
    this.ring = el('input', { type: 'checkbox', checked: true, id: uid('ring') });
    this.ringLabel = el('label', { class: 'ring', for: this.ring.id }, this.ring, ' @CommitmentBot');
    this.replying = el('p', { class: 'replying', hidden: true });
    this.composer = el('form', { class: 'composer', on: { submit: (event) => { event.preventDefault(); this.send(); } } },
      this.replying, this.boxLabel, this.box,
      el('div', { class: 'under' }, this.ringLabel, el('span', { class: 'hint' }, 'Enter sends'), el('button', { type: 'submit', class: 'primary' }, 'Send')));
    this.absent = el('p', { class: 'absent', hidden: true });
    this.root.append(
      el('header', { class: 'pane-head' },
        el('h2', { id: `${this.platform}-title` }, el('span', { class: 'mark', 'aria-hidden': 'true' }), this.name),
        el('div', { class: 'tabs', role: 'tablist', 'aria-label': `${this.name}: channel or direct messages`, on: { keydown: (event) => this.arrow(event) } },
          this.tabs.channel, this.tabs.direct)),
      this.logs.channel, this.logs.direct, this.composer, this.absent);
  }

  newLog(label) {
    return el('div', { class: 'log', id: uid('log'), role: 'log', 'aria-live': 'off', 'aria-label': label, tabindex: '0' });
  }

  newTab(view, label) {
    return el('button', {
      type: 'button', role: 'tab', 'aria-selected': String(view === 'channel'), 'aria-controls': this.logs[view].id,
      tabindex: view === 'channel' ? '0' : '-1', on: { click: () => this.show(view) },
    }, label);
  }

  arrow(event) {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    this.show(this.view === 'channel' ? 'direct' : 'channel');
    this.tabs[this.view].focus();
  }

  show(view) {
    this.view = view;
    for (const [name, tab] of Object.entries(this.tabs)) {
      const on = name === view;
      tab.setAttribute('aria-selected', String(on));
      tab.tabIndex = on ? 0 : -1;
      this.logs[name].hidden = !on;
    }
    this.replyTo(null);
    this.label();
    if (view === 'direct') this.deeds.read(this.platform);
    this.toEnd(view);
  }

  get channel() { return this.platform === 'slack' ? this.world.slackChannel : this.world.teamsChannel; }

  directOf(person) { return this.platform === 'slack' ? person.slackDirect : person.teamsDirect; }

  isHere(person) { return this.platform === 'slack' ? person.onSlack : person.onTeams; }

  /** Shows the pane as this person sees it. */
  as(person, messages) {
    this.me = person;
    const here = this.isHere(person);
    this.absent.textContent = here ? `${person.name} is not in this channel, and neither reads nor writes in it.` : `${person.name} is not on ${this.name}. Choose ${this.world.people.filter((one) => this.isHere(one)).map((one) => one.name).join(', ')} to write here.`;
    this.tabs.direct.disabled = !here;
    if (!here && this.view === 'direct') this.show('channel');
    this.messages.clear();
    for (const log of Object.values(this.logs)) log.replaceChildren();
    for (const message of messages) this.put(message, true);
    for (const [view, log] of Object.entries(this.logs)) if (!log.childElementCount) log.append(this.empty(view));
    this.label();
    this.toEnd('channel');
    this.toEnd('direct');
  }

  empty(view) {
    return el('p', { class: 'empty' }, view === 'direct' ? 'Nothing private yet. Reminders arrive here, to you alone.' : 'Nothing here yet.');
  }

  label() {
    const [inChannel, inDirect] = examples[this.platform];
    const direct = this.view === 'direct';
    const writes = this.me && this.isHere(this.me) && (direct || !this.me.outside);
    this.composer.hidden = !writes;
    this.absent.hidden = writes;
    this.ringLabel.hidden = direct;
    this.box.placeholder = direct ? inDirect : this.thread ? 'done' : inChannel;
    this.boxLabel.textContent = `Write as ${this.me?.name ?? ''} in ${this.name}, ${direct ? 'to CommitmentBot' : 'in the channel'}`;
  }

  /** Adds a message, or puts it in the place of what it was. */
  put(message, quietly) {
    if (message.platform !== this.platform || (message.onlyFor && message.onlyFor !== this.me.key)) return;
    const view = message.channel === this.channel ? 'channel' : message.channel === this.directOf(this.me) ? 'direct' : null;
    if (!view || (view === 'channel' && this.me.outside)) return;
    const drawn = this.draw(message);
    const old = this.messages.get(message.id);
    this.messages.set(message.id, drawn);
    if (old) {
      const focused = old.contains(document.activeElement);
      old.replaceWith(drawn);
      if (focused) drawn.focus();
      return;
    }
    const log = this.logs[view];
    log.querySelector('.empty')?.remove();
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
    if (message.thread && message.thread !== message.id) this.threadOf(log, message.thread).querySelector('.replies').append(drawn);
    else log.append(el('article', { class: 'thread', 'data-root': message.id }, drawn, el('div', { class: 'replies' })));
    if (!quietly) {
      drawn.classList.add('new');
      if (atEnd || message.from === this.me.key) drawn.scrollIntoView({ block: 'nearest' });
    }
  }

  threadOf(log, root) {
    const found = [...log.children].find((thread) => thread.dataset.root === root);
    if (found) return found;
    const thread = el('article', { class: 'thread', 'data-root': root }, el('p', { class: 'hint' }, 'In an earlier thread'), el('div', { class: 'replies' }));
    log.append(thread);
    return thread;
  }

  drop(message) {
    this.messages.get(message.id)?.remove();
    this.messages.delete(message.id);
  }

  draw(message) {
    const person = this.world.people.find((one) => one.key === message.from);
    const who = person?.name ?? this.world.bot;
    const [day, time] = message.at.split(', ');
    const [weekday, date, month] = day.split(' ');
    return el('div', { class: `message ${person ? '' : 'bot'} ${message.onlyFor ? 'whisper' : ''}`, id: `${this.platform}-${message.id}`, tabindex: '-1', 'data-id': message.id },
      avatar(person),
      el('div', { class: 'content' },
        el('p', { class: 'by' }, el('strong', {}, who), person ? el('span', { class: 'seat' }, person.organisation ?? 'chair') : el('span', { class: 'app' }, 'app'),
          el('time', { title: message.at }, `${weekday.slice(0, 3)} ${date} ${month.slice(0, 3)}, ${time}`), message.updated && el('span', { class: 'edited' }, 'updated')),
        message.onlyFor && el('p', { class: 'only' }, 'Only you can see this'),
        el('div', { class: 'body' }, this.body(message, person)),
        this.tools(message)));
  }

  body(message, person) {
    if (message.body && this.platform === 'slack') {
      return drawBlocks(message.body, {
        people: this.world.people, botUser: this.world.slackBotUser, disabled: !this.isHere(this.me),
        press: (target, button) => this.deeds.click(message, target, undefined, button),
      });
    }
    if (message.body) return drawCard(message.body, { disabled: !this.isHere(this.me), press: (target, values, button) => this.deeds.click(message, target, values, button) });
    return el('p', {}, person ? this.typed(message.text) : mrkdwn(message.text, { people: this.world.people, botUser: this.world.slackBotUser }));
  }

  /** What somebody typed, with the mentions set apart. */
  typed(text) {
    const names = [this.world.bot, ...this.world.people.map((person) => person.name)].map((name) => `@${name}`);
    const out = [];
    let rest = text;
    while (rest) {
      const next = names.map((name) => [rest.indexOf(name), name]).filter(([at]) => at >= 0).sort(([a], [b]) => a - b)[0];
      if (!next) { out.push(rest); break; }
      out.push(rest.slice(0, next[0]), el('span', { class: 'mention' }, next[1]));
      rest = rest.slice(next[0] + next[1].length);
    }
    return out;
  }

  tools(message) {
    if (!this.isHere(this.me)) return null;
    const root = message.thread ?? message.id;
    const menu = el('details', { class: 'tools', on: { keydown: (event) => { if (event.key === 'Escape') { menu.open = false; menu.firstChild.focus(); } } } },
      el('summary', { 'aria-label': 'More for this message' }, '⋯'),
      el('div', { class: 'menu' },
        message.channel === this.channel && el('button', { type: 'button', on: { click: () => { menu.open = false; this.replyTo(root); } } }, 'Reply in thread'),
        el('button', { type: 'button', on: { click: () => { menu.open = false; this.deeds.record(message); } } }, 'Record as commitment')));
    return menu;
  }

  replyTo(root) {
    this.thread = root;
    this.replying.hidden = !root;
    if (root) {
      this.replying.replaceChildren('Replying in the thread ', el('button', { type: 'button', on: { click: () => this.replyTo(null) } }, 'Leave the thread'));
      this.box.focus();
    }
    this.label();
  }

  key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  grow() {
    this.box.rows = Math.min(6, this.box.value.split('\n').length);
  }

  async send() {
    const typed = this.box.value.trim();
    if (!typed) return;
    const direct = this.view === 'direct';
    const ring = !direct && this.ring.checked && !typed.startsWith('/') && !typed.includes(`@${this.world.bot}`);
    this.box.value = '';
    this.grow();
    const sent = await this.deeds.say(this.platform, direct, ring ? `@${this.world.bot} ${typed}` : typed, this.thread);
    if (!sent) this.box.value ||= typed;
  }

  unread(count) {
    this.badge.hidden = count === 0;
    this.badge.textContent = String(count);
    this.badge.setAttribute('aria-label', `${count} new`);
  }

  toEnd(view) { this.logs[view].scrollTop = this.logs[view].scrollHeight; }

  /** Brings a message of the tab that is shown into view: its end or, where it is taller than the pane, its beginning. */
  reveal(message) {
    const drawn = this.messages.get(message.id);
    const log = this.logs[this.view];
    if (drawn && log.contains(drawn)) drawn.scrollIntoView({ block: drawn.offsetHeight > log.clientHeight ? 'start' : 'end' });
  }
}

export function avatar(person) {
  if (!person) return el('img', { class: 'avatar', src: '/rehearsal/assets/bot.svg', alt: '' });
  const initials = person.name.replace(/^Dr /, '').split(' ').map((part) => part[0]).join('');
  return el('span', { class: `avatar of-${person.key}`, 'aria-hidden': 'true' }, initials);
}
