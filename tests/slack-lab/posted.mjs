// Everything that the integration tests' stories sent to Slack (artifacts/calls/story-*.json), checked against Slack's types and limits.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './lab.mjs';

const folder = path.join(root, 'artifacts', 'calls');
const stories = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^story-.*\.json$/.test(name)) : [];
if (stories.length === 0) {
  console.error('There is no artifacts/calls/story-*.json yet; PlaceForumTests writes them.');
  process.exit(2);
}
let seq = 0;
const lines = stories.flatMap((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')))
  .filter((call) => call.platform === 'slack' && (call.arguments.blocks || call.arguments.view))
  .map((call) => JSON.stringify({ seq: ++seq, kind: call.method === 'response_url' ? 'response_url' : 'api', method: call.method, args: call.arguments }));
const log = path.join(folder, 'slack.jsonl');
fs.writeFileSync(log, lines.join('\n'));
console.log(`${stories.join(', ')}: ${lines.length} messages and views`);
process.exit(spawnSync('node', [path.join(process.env.SLACK_LAB, 'check-blocks.mjs'), '--strict', '--quiet', '--log', log], { stdio: 'inherit' }).status);
