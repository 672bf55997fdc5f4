// Every card that the integration tests' stories sent to Teams (artifacts/calls/story-*.json), checked against the limits of Teams and drawn in artifacts/teams-cards: light, dark, and 480 px wide.
// usage: node cards.mjs --lab DIR
// DIR has render-card.mjs. Says each warning once (that ShowCard has no "card" is a gap in its own table), ends on "N checked, N errors" and with status 1 when there was one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lab = process.argv[process.argv.indexOf('--lab') + 1];
const artifacts = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'artifacts');
const [calls, drawn] = [join(artifacts, 'calls'), join(artifacts, 'teams-cards')];
const stories = existsSync(calls) ? readdirSync(calls).filter((it) => /^story-.*\.json$/.test(it)) : [];
if (stories.length === 0) {
  console.error('There is no artifacts/calls/story-*.json yet; PlaceForumTests writes them.');
  process.exit(2);
}
const cardsIn = (it) => !it || typeof it !== 'object' ? [] : it.type === 'AdaptiveCard' ? [it] : Object.values(it).flatMap(cardsIn);
// Ids and addresses are others in each run; the rest is what is looked at.
const alike = (card) => JSON.stringify(card).replace(/\d+/g, '0').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
const cards = [...new Map(stories.flatMap((it) => cardsIn(JSON.parse(readFileSync(join(calls, it), 'utf8')))).map((card) => [alike(card), card])).values()];
rmSync(drawn, { recursive: true, force: true });
mkdirSync(drawn, { recursive: true });
let errors = 0;
const warnings = new Set();
for (const [at, card] of cards.entries()) {
  const name = join(drawn, String(at + 1).padStart(2, '0'));
  writeFileSync(`${name}.json`, JSON.stringify(card, null, 1));
  for (const [how, ...more] of [['light', '--width', '640'], ['dark', '--width', '640', '--dark'], ['narrow', '--width', '480']]) {
    const run = spawnSync('node', [join(lab, 'render-card.mjs'), `${name}.json`, `${name}-${how}.png`, '--teams', '--json', ...more], { encoding: 'utf8', cwd: lab });
    const { valid, rendered, findings } = run.status === 2 ? { findings: [{ level: 'error', message: run.stderr }] } : JSON.parse(run.stdout);
    findings.filter((it) => it.level !== 'error').forEach((it) => warnings.add(it.message));
    if (!valid || !rendered) { errors++; console.log(`${name}-${how}.png`, JSON.stringify(findings.filter((it) => it.level === 'error'))); }
  }
}
warnings.forEach((it) => console.log('warning:', it));
console.log(`${cards.length} checked, ${errors} errors`);
process.exit(errors ? 1 : 0);
