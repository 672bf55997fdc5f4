// The rehearsal's JSON API and its feed.

const base = '/rehearsal/api';

export const state = async () => (await fetch(`${base}/state`)).json();

/** Does something; answers { taken, problem, messageId }. */
export async function act(path, deed) {
  try {
    const response = await fetch(`${base}/${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(deed),
    });
    if (!response.ok) return { taken: false, problem: `The program answered with status ${response.status}.` };
    return await response.json();
  } catch {
    return { taken: false, problem: 'The program does not answer. Is it still running?' };
  }
}

/** Calls handlers[type](data) for each event; onOpen after every (re)connection. */
export function listen(handlers, onOpen, onLost) {
  const source = new EventSource(`${base}/events`);
  source.onopen = onOpen;
  source.onerror = onLost;
  for (const [type, handler] of Object.entries(handlers)) source.addEventListener(type, (event) => handler(JSON.parse(event.data)));
}
