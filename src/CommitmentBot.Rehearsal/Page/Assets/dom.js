// Builds elements; text only ever goes in as text.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'class') node.className = value;
    else if (value === true) node.setAttribute(name, '');
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

let last = 0;
export const uid = (prefix) => `${prefix}-${++last}`;

/** A link that is safe to follow; plain text when it is not one. */
export function link(url, label) {
  try {
    const { protocol } = new URL(url, location.href);
    if (['http:', 'https:', 'mailto:'].includes(protocol)) return el('a', { href: url, target: '_blank', rel: 'noreferrer' }, label || url);
  } catch { return label || url; }
  return label || url;
}

/** Pictures the program itself serves are fetched from this page's own address, under whatever name it was opened. */
export function picture(url, alt) {
  let source = url;
  try {
    const address = new URL(url, location.href);
    if (['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)) source = address.pathname + address.search;
  } catch { source = ''; }
  return el('img', { src: source, alt: alt || '', loading: 'lazy', class: 'picture' });
}

/** One labelled input with its hint and its error. */
export function field({ id, label, hint, error, required }, control) {
  const errorId = error ? `${id}-error` : undefined;
  control.id = id;
  if (error) control.setAttribute('aria-invalid', 'true');
  const described = [hint && `${id}-hint`, errorId].filter(Boolean).join(' ');
  if (described) control.setAttribute('aria-describedby', described);
  return el('div', { class: 'field' },
    el('label', { for: id }, label, required ? '' : el('span', { class: 'optional' }, ' (optional)')),
    control,
    hint && el('p', { class: 'hint', id: `${id}-hint` }, hint),
    error && el('p', { class: 'wrong', id: errorId }, error));
}
