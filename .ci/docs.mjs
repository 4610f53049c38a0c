// docs: every relative link in the Markdown files leads somewhere, headings included, and the settings are the same in all
// the places that list them. Prints what is wrong; exits 1 if anything is. Pictures are made from the running program, so a
// missing one is told and is no failure.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const read = (file) => readFileSync(file, 'utf8');
const wrong = [];

// As the usual forges make them from headings: lower case, punctuation dropped, spaces to hyphens.
const anchor = (heading) =>
  heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');

const prose = (text) => text.replace(/^```[\s\S]*?^```/gm, '');
const anchors = (text) => [...prose(text).matchAll(/^#+\s+(.+)$/gm)].map((m) => anchor(m[1]));

function checkLinks(file) {
  for (const [, target] of prose(read(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue; // other servers are not asked
    const [path, fragment] = target.split('#');
    const to = path ? join(dirname(file), path) : file;
    if (!existsSync(to) && /\.(png|jpg)$/.test(to)) console.log(`${file}: the picture ${target} has still to be made`);
    else if (!existsSync(to)) wrong.push(`${file}: ${target} does not exist`);
    else if (fragment && !statSync(to).isDirectory() && !anchors(read(to)).includes(fragment))
      wrong.push(`${file}: ${target} has no such heading`);
  }
}

const inTable = (text) => [...text.matchAll(/^\| `(MEGURI_\w+)`/gm)].map((m) => m[1]);
const inExample = (text) => [...text.split('--- For Meguri')[1].matchAll(/^#?(MEGURI_\w+)=/gm)].map((m) => m[1]);

function checkSettings() {
  const listed = {
    'README.md': inTable(read('README.md')),
    'README.ja.md': inTable(read('README.ja.md')),
    '.env.example': inExample(read('.env.example')),
  };
  const all = new Set(Object.values(listed).flat());
  for (const [file, names] of Object.entries(listed))
    for (const name of all) if (!names.includes(name)) wrong.push(`${file}: ${name} is not listed`);
}

execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n').forEach(checkLinks);
checkSettings();

for (const line of wrong) console.log(line);
process.exitCode = wrong.length ? 1 : 0;
