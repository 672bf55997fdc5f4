// Draws Adaptive Cards: the kinds of element a bot's cards hold.
import { el, field, link, picture, uid } from './dom.js';

/** context: { press(pointer, values, button), disabled, errors } */
export function drawCard(card, context, pointer = '') {
  const root = el('div', { class: 'card' });
  root.append(...elements(card.body, `${pointer}/body`, context, root), ...actionRow(card.actions, `${pointer}/actions`, context, root));
  return root;
}

function elements(list, pointer, context, root) {
  return (list ?? []).map((element, index) => drawElement(element, `${pointer}/${index}`, context, root)).filter(Boolean);
}

function drawElement(element, pointer, context, root) {
  if (element.isVisible === false) return null;
  const apart = `${element.separator ? ' separated' : ''}${['medium', 'large', 'extraLarge'].includes(element.spacing) ? ' spaced' : ''}`;
  switch (element.type) {
    case 'TextBlock': {
      const heading = element.style === 'heading' || ['large', 'extraLarge', 'medium'].includes(lower(element.size));
      return el(heading ? 'h4' : 'p', { class: textClass(element) + apart }, markdown(element.text ?? ''));
    }
    case 'RichTextBlock': return el('p', { class: `rich-text${apart}` }, (element.inlines ?? []).map(run));
    case 'FactSet': return el('dl', { class: `facts${apart}` }, (element.facts ?? []).flatMap((fact) =>
      [el('dt', {}, fact.title), el('dd', {}, markdown(String(fact.value ?? '')))]));
    case 'Container': return el('div', { class: `container ${element.style ?? ''}${apart}` }, elements(element.items, `${pointer}/items`, context, root));
    case 'ColumnSet': return el('div', { class: `columns${apart}` }, (element.columns ?? []).map((column, index) => {
      const drawn = el('div', { class: column.width === 'stretch' ? 'column stretch' : 'column' }, elements(column.items, `${pointer}/columns/${index}/items`, context, root));
      if (Number(column.width) > 0) drawn.style.flex = `${Number(column.width)} 1 0`;
      return drawn;
    }));
    case 'Image': return picture(element.url, element.altText);
    case 'ActionSet': return el('div', { class: apart }, actionRow(element.actions, `${pointer}/actions`, context, root));
    default: return element.type?.startsWith('Input.') ? input(element, context) : el('p', { class: 'hint' }, `[${element.type}]`);
  }
}

const lower = (value) => (value ?? '').toLowerCase();

function textClass(element) {
  const names = [];
  if (lower(element.weight) === 'bolder') names.push('bold');
  if (element.isSubtle || lower(element.size) === 'small') names.push('subtle');
  return names.join(' ');
}

function run(piece) {
  if (typeof piece === 'string') return piece;
  let shown = piece.text ?? '';
  if (piece.selectAction?.url) shown = link(piece.selectAction.url, shown);
  if (lower(piece.weight) === 'bolder') shown = el('strong', {}, shown);
  if (piece.italic) shown = el('em', {}, shown);
  return piece.isSubtle ? el('span', { class: 'subtle' }, shown) : shown;
}

const inline = /<at>(.*?)<\/at>|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|\\([\\`*_{}[\]()#+\-.!>~|])|_(\S[^_]*)_/g;

/** The little Markdown that cards allow. */
export function markdown(source) {
  const out = [];
  source.split('\n').forEach((line, index, all) => {
    let at = 0;
    for (const found of line.matchAll(inline)) {
      if (found.index > at) out.push(line.slice(at, found.index));
      const [whole, person, bold, label, url, escaped, italic] = found;
      if (person) out.push(el('span', { class: 'mention' }, `@${person}`));
      else if (bold) out.push(el('strong', {}, markdown(bold)));
      else if (label) out.push(link(url, label));
      else if (escaped) out.push(escaped);
      else out.push(el('em', {}, italic));
      at = found.index + whole.length;
    }
    if (at < line.length) out.push(line.slice(at));
    if (index < all.length - 1) out.push(el('br'));
  });
  return out;
}

function input(element, context) {
  const about = {
    id: uid('input'), label: element.label ?? element.placeholder ?? element.id, required: element.isRequired,
    error: context.errors?.[element.id],
  };
  const common = { name: element.id, required: element.isRequired || undefined, 'data-message': element.errorMessage, disabled: context.disabled };
  switch (element.type) {
    case 'Input.Date': return field(about, el('input', { ...common, type: 'date', value: element.value, min: element.min, max: element.max }));
    case 'Input.Number': return field(about, el('input', { ...common, type: 'number', value: element.value }));
    case 'Input.Toggle': return field({ ...about, label: element.title ?? about.label }, el('input', { ...common, type: 'checkbox', value: element.valueOn ?? 'true' }));
    case 'Input.ChoiceSet': return field(about, el('select', common,
      el('option', { value: '' }, element.placeholder ?? 'Choose'),
      (element.choices ?? []).map((choice) => el('option', { value: choice.value, selected: choice.value === element.value }, choice.title))));
    default: return field(about, element.isMultiline
      ? el('textarea', { ...common, rows: 3, maxlength: element.maxLength, placeholder: element.placeholder }, element.value ?? '')
      : el('input', { ...common, type: 'text', value: element.value, maxlength: element.maxLength, placeholder: element.placeholder }));
  }
}

function actionRow(actions, pointer, context, root) {
  if (!actions?.length) return [];
  const folds = el('div', { class: 'folds' });
  const row = el('div', { class: 'actions' }, actions.map((action, index) => {
    const place = `${pointer}/${index}`;
    if (action.type === 'Action.OpenUrl') return link(action.url, action.title);
    if (action.type === 'Action.ShowCard') return fold(action, place, context, folds);
    return el('button', {
      type: 'button', class: lower(action.style) === 'positive' ? 'primary' : lower(action.style) === 'destructive' ? 'danger' : '', disabled: context.disabled,
      on: { click: (event) => { if (valid(root, event.currentTarget)) context.press(place, valuesOf(root), event.currentTarget); } },
    }, action.title ?? '');
  }));
  return [row, folds];
}

function fold(action, place, context, folds) {
  const id = uid('fold');
  const inner = drawCard(action.card, context, `${place}/card`);
  inner.id = id;
  inner.hidden = true;
  inner.classList.add('fold');
  folds.append(inner);
  return el('button', {
    type: 'button', class: 'folding', 'aria-expanded': 'false', 'aria-controls': id, disabled: context.disabled,
    on: {
      click: (event) => {
        const opening = inner.hidden;
        for (const other of folds.children) other.hidden = true;
        for (const other of event.currentTarget.parentElement.querySelectorAll('[aria-expanded]')) other.setAttribute('aria-expanded', 'false');
        inner.hidden = !opening;
        event.currentTarget.setAttribute('aria-expanded', String(opening));
        if (opening) inner.querySelector('input, textarea, select, button')?.focus();
      },
    },
  }, action.title ?? '');
}

/** Only what stands in the same card counts; a folded-out form's required answers do not hold up the card around it. */
function valid(root, pressed) {
  const own = [...root.querySelectorAll('input, textarea, select')].filter((control) => control.closest('.card') === pressed.closest('.card'));
  return own.every((control) => control.reportValidity());
}

/** The values of a card's inputs, by id. */
export function valuesOf(root) {
  const values = {};
  for (const control of root.querySelectorAll('input, textarea, select')) {
    values[control.name] = control.type === 'checkbox' ? String(control.checked) : control.value;
  }
  return values;
}
