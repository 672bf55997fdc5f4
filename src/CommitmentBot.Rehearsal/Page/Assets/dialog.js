// The form a person has open: Slack's modal, or a Teams dialog with a card.
import { el } from './dom.js';
import { drawBlocks } from './blocks.js';
import { drawCard, valuesOf } from './cards.js';

export class Dialog {
  constructor(root, world, deeds) {
    this.root = root;
    this.world = world;
    this.deeds = deeds;
    root.addEventListener('cancel', (event) => { event.preventDefault(); this.deeds.close(); });
  }

  /** Shows what the person has open; nothing when null. */
  show(open) {
    if (!open) {
      this.id = null;
      if (this.root.open) this.root.close();
      // The browser goes back to the button by itself, but not when its message was drawn anew meanwhile.
      if (this.from && !this.from.isConnected) document.getElementById(this.from.id)?.focus();
      this.from = null;
      return;
    }
    // The same form again, with errors: what was typed stays.
    const typed = open.id === this.id ? valuesOf(this.root) : {};
    this.id = open.id;
    this.root.className = open.platform;
    this.root.replaceChildren(open.platform === 'slack' ? this.modal(open, typed) : this.task(open));
    if (!this.root.open) {
      this.from = document.activeElement?.closest('.message');
      this.root.showModal();
    }
    (this.root.querySelector('[aria-invalid]') ?? this.root.querySelector('input, textarea, select, button.primary'))?.focus();
  }

  /** Puts words into the fields that have these names. */
  fill(values) {
    for (const control of this.root.querySelectorAll('input, textarea, select')) control.value = values[control.name] ?? control.value;
  }

  head(title) {
    return el('header', { class: 'dialog-head' },
      el('h2', { id: 'dialog-title' }, title),
      el('button', { type: 'button', 'aria-label': 'Close', on: { click: () => this.deeds.close() } }, '×'));
  }

  modal(open, typed) {
    const view = open.body;
    return el('form', { novalidate: true, on: { submit: (event) => { event.preventDefault(); this.deeds.submit(valuesOf(this.root)); } } },
      this.head(open.title),
      el('div', { class: 'dialog-body' }, drawBlocks(view.blocks, {
        people: this.world.people, botUser: this.world.slackBotUser, values: typed, errors: open.errors, press: () => {},
      })),
      el('footer', {},
        el('button', { type: 'button', on: { click: () => this.deeds.close() } }, view.close?.text ?? 'Close'),
        view.submit && el('button', { type: 'submit', class: 'primary' }, view.submit.text)));
  }

  task(open) {
    return el('div', {}, this.head(open.title),
      el('div', { class: 'dialog-body' }, drawCard(open.body, { errors: open.errors, press: (_, values) => this.deeds.submit(values) })));
  }
}
