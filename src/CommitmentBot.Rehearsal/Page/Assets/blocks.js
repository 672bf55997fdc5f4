// Draws Slack's Block Kit: the kinds of block a bot's messages and modals hold.
import { el, field, link, picture, uid } from './dom.js';

/** context: { people, botUser, press(pointer), disabled, values, errors } */
export function drawBlocks(blocks, context) {
  return (blocks ?? []).map((block, index) => drawBlock(block, `/${index}`, context));
}

function drawBlock(block, pointer, context) {
  switch (block.type) {
    case 'header': return el('h4', { class: 'block-header' }, block.text?.text ?? '');
    case 'section': return section(block, pointer, context);
    case 'rich_text': return el('div', { class: 'rich' }, (block.elements ?? []).map((element) => rich(element, context)));
    case 'context': return el('div', { class: 'block-context' }, (block.elements ?? []).map((element) =>
      element.type === 'image' ? picture(element.image_url, element.alt_text) : el('span', {}, text(element, context))));
    case 'divider': return el('hr');
    case 'image': return el('figure', {}, block.title && el('figcaption', {}, block.title.text), picture(block.image_url, block.alt_text));
    case 'actions': return el('div', { class: 'actions' }, (block.elements ?? []).map((element, at) => button(element, `${pointer}/elements/${at}`, context)));
    case 'input': return input(block, context);
    default: return el('p', { class: 'hint' }, `[${block.type}]`);
  }
}

function section(block, pointer, context) {
  return el('div', { class: 'section' },
    el('div', {},
      block.text && el('div', {}, text(block.text, context)),
      block.fields && el('div', { class: 'fields' }, block.fields.map((part) => el('div', {}, text(part, context))))),
    block.accessory?.type === 'button' && button(block.accessory, `${pointer}/accessory`, context),
    block.accessory?.type === 'image' && picture(block.accessory.image_url, block.accessory.alt_text));
}

function button(element, pointer, context) {
  if (element.type !== 'button') return null;
  if (element.url) return link(element.url, element.text?.text);
  return el('button', {
    type: 'button', class: element.style === 'primary' ? 'primary' : element.style === 'danger' ? 'danger' : '',
    disabled: context.disabled, 'aria-label': element.accessibility_label, on: { click: (event) => context.press(pointer, event.currentTarget) },
  }, element.text?.text ?? '');
}

function input(block, context) {
  const element = block.element ?? {};
  const name = block.block_id;
  const given = context.values?.[name];
  const initial = given ?? element.initial_value ?? element.initial_date ?? element.initial_option?.value ?? '';
  const required = !block.optional;
  const about = { id: uid('input'), label: block.label?.text ?? name, hint: block.hint?.text, error: context.errors?.[name], required };
  const common = { name, required: required || undefined, placeholder: element.placeholder?.text };
  switch (element.type) {
    case 'datepicker': return field(about, el('input', { ...common, type: 'date', value: initial }));
    case 'static_select':
    case 'radio_buttons': return field(about, el('select', { ...common, placeholder: undefined },
      el('option', { value: '' }, element.placeholder?.text ?? 'Choose'),
      (element.options ?? []).map((option) => el('option', { value: option.value, selected: option.value === initial }, option.text?.text))));
    default: return field(about, element.multiline
      ? el('textarea', { ...common, rows: 3, maxlength: element.max_length }, initial)
      : el('input', { ...common, type: 'text', value: initial, maxlength: element.max_length }));
  }
}

function rich(element, context) {
  switch (element.type) {
    case 'rich_text_quote': return el('blockquote', {}, richInline(element.elements, context));
    case 'rich_text_preformatted': return el('pre', {}, richInline(element.elements, context));
    case 'rich_text_list': return el(element.style === 'ordered' ? 'ol' : 'ul', {},
      (element.elements ?? []).map((item) => el('li', {}, richInline(item.elements, context))));
    default: return el('p', {}, richInline(element.elements, context));
  }
}

function richInline(elements, context) {
  return (elements ?? []).map((piece) => {
    if (piece.type === 'user') return mention(piece.user_id, context);
    if (piece.type === 'link') return link(piece.url, piece.text);
    if (piece.type === 'date') return piece.fallback ?? '';
    if (piece.type !== 'text') return piece.text ?? '';
    let shown = piece.text;
    if (piece.style?.code) shown = el('code', {}, shown);
    if (piece.style?.bold) shown = el('strong', {}, shown);
    if (piece.style?.italic) shown = el('em', {}, shown);
    if (piece.style?.strike) shown = el('s', {}, shown);
    return shown;
  });
}

function text(object, context) {
  return object.type === 'mrkdwn' ? mrkdwn(object.text ?? '', context) : (object.text ?? '');
}

const unescape = (value) => value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const inline = /<([^>]+)>|\*(\S(?:[^*\n]*\S)?)\*|_(\S(?:[^_\n]*\S)?)_|~(\S(?:[^~\n]*\S)?)~|`([^`\n]+)`/g;

/** Slack's own markup. */
export function mrkdwn(source, context) {
  const out = [];
  let quoted = [];
  const closeQuote = () => { if (quoted.length) { out.push(el('blockquote', {}, quoted)); quoted = []; } };
  const lines = source.split('\n');
  lines.forEach((line, index) => {
    if (line.startsWith('&gt;') || line.startsWith('>')) {
      quoted.push(...spans(line.replace(/^(&gt;|>) ?/, ''), context), el('br'));
      return;
    }
    closeQuote();
    out.push(...spans(line, context));
    if (index < lines.length - 1) out.push(el('br'));
  });
  closeQuote();
  return out;
}

function spans(line, context) {
  const out = [];
  let at = 0;
  for (const found of line.matchAll(inline)) {
    if (found.index > at) out.push(unescape(line.slice(at, found.index)));
    const [whole, mark, bold, italic, strike, code] = found;
    if (mark) out.push(marked(mark, context));
    else if (bold) out.push(el('strong', {}, spans(bold, context)));
    else if (italic) out.push(el('em', {}, spans(italic, context)));
    else if (strike) out.push(el('s', {}, unescape(strike)));
    else out.push(el('code', {}, unescape(code)));
    at = found.index + whole.length;
  }
  if (at < line.length) out.push(unescape(line.slice(at)));
  return out;
}

function marked(mark, context) {
  const [head, label] = mark.split('|');
  if (head.startsWith('@')) return mention(head.slice(1), context);
  if (head.startsWith('#')) return `#${label ?? head.slice(1)}`;
  if (head.startsWith('!')) return unescape(label ?? head);
  return link(unescape(head), label && unescape(label));
}

function mention(user, context) {
  const person = context.people.find((one) => one.slackUser === user);
  return el('span', { class: 'mention' }, `@${user === context.botUser ? 'CommitmentBot' : person?.name ?? user}`);
}
