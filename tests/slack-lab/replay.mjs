// Ten seeds of mutated real payloads against the running program: each acknowledged within 3 s, none answered 5xx.
// What was late while all was busy is sent once more alone, as an event of its own: late again, it is a finding; else it was the machine's.
import { spawn } from 'node:child_process';
import { Lab, changed } from './lab.mjs';

const [seeds, mutations, first] = [+(process.argv[2] ?? 10), +(process.argv[3] ?? 5000), +(process.argv[4] ?? 1)];
const fuzzer = changed(
  'replay.mjs',
  // It puts the very objects of its list into payloads, and then changes what is in them: the next payload is another one, or a circle.
  ['o[k] = pick(BAD)', 'o[k] = structuredClone(pick(BAD))'],
  // Five hundred times seventy thousand characters, twice over, is more than a string holds; and the five hundred were one and the same object.
  ['Array(500).fill(o[k])', 'Array.from({ length: 500 }, () => (JSON.stringify(o[k]) ?? "").length > 1000 ? 0 : structuredClone(o[k]))'],
  // The whole body of a finding, to send it again.
  ["body: body.length > 2000 ? body.slice(0, 2000) + '…' : body", 'body, type, path: paths[x.e.kind]'],
  ["ms.sort((a, b) => a - b); const out", `for (const f of findings) {
    agent.destroy(); let n = 0; const r = await send(f.path, f.body.replace(/((?:event_id|trigger_id)(?:":"|=|%22%3A%22))/g, (m) => \`\${m}\${seed % 1000}\${n++}A\`), f.type);
    f.again = r.status ?? (r.late ? 'timeout' : 'cut'); f.againMs = Math.round(r.ms);
  }
  ms.sort((a, b) => a - b); const out`],
  ['process.exit(findings.length ? 1 : 0)', "process.exit(findings.some((f) => f.result >= '500' && f.result < '600' || f.again >= 500 || !(f.again > 0)) ? 1 : 0)"],
  ["`${f.result} ${f.name}: ${f.body.slice(0, 160)}`", "`${f.result}, alone ${f.again} in ${f.againMs} ms: ${f.name}: ${f.body.slice(0, 160)}`"]);
const lab = await Lab.start();
let bad = 0;
for (let seed = first; seed < first + seeds; seed++) {
  // A process of its own, while the emulator in this one answers.
  const run = spawn('node', [fuzzer, lab.address, '--mutate', String(mutations), '--seed', String(seed)], { stdio: 'inherit' });
  bad += (await new Promise((done) => run.once('exit', done))) === 0 ? 0 : 1;
}
await Lab.stopAll();
console.log(bad === 0 ? `${seeds} seeds, no finding` : `${bad} seeds with findings`);
process.exit(bad === 0 ? 0 : 1);
