// lighthouse.mjs BASE FOLDER CHROMIUM: examines pages with Lighthouse, which is installed in the folder, as a phone on a slow
// network five times each, and compares the medians with what docs/design.md promises. It prints what a page loses points for.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [base, folder, chromePath] = process.argv.slice(2);
const runs = Number(process.env.RUNS ?? 5);
const load = createRequire(`${folder}/`);
const module = async (name) => (await import(pathToFileURL(load.resolve(name)))).default;
const lighthouse = await module("lighthouse");
const { launch } = await import(pathToFileURL(load.resolve("chrome-launcher")));

const signedIn = await fetch(base + "/staff/login", {
  method: "POST",
  headers: { Origin: base },
  body: new URLSearchParams({ email: "owner@meguri.example", password: "kawasaki-probono-2025" }),
  redirect: "manual",
});
const cookie = signedIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
const made = await fetch(base + "/api/v1/events/summit-next/registrations", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ ticket_type: "venue", family_name: "山田", email: "eye@others.example", consents: ["privacy"] }),
});
if (signedIn.status !== 303 || made.status !== 201) throw new Error(`sign in: ${signedIn.status}, register: ${made.status}`);
const own = new URL((await made.json()).manage_url).pathname;

const everything = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const within = { performance: 95, accessibility: 95, "best-practices": 95 };
const pages = [
  ["/", everything],
  ["/events/summit-next", everything],
  ["/events/summit-next/agenda", everything],
  ["/events/festival-2024/agenda", everything],
  ["/events/summit-next/register", everything],
  [own, within],
  ["/staff/events/summit-next/reception", within, cookie],
];

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage"] });
let failed = false;
try {
  for (const [path, aims, Cookie] of pages) {
    const options = { port: chrome.port, onlyCategories: Object.keys(aims), extraHeaders: Cookie && { Cookie }, logLevel: "error" };
    const found = [];
    for (let run = 0; run < runs; run++) found.push((await lighthouse(base + path, options)).lhr);
    const scores = Object.entries(aims).map(([name, aim]) => {
      const score = Math.round(100 * median(found.map((one) => one.categories[name].score)));
      failed ||= score < aim;
      return `${name} ${score}${score < aim ? ` (aim ${aim}!)` : ""}`;
    });
    const audit = (name) => median(found.map((one) => one.audits[name]?.numericValue ?? 0));
    console.log(`${path.replace(own, "/r/…")}: ${scores.join(", ")}; ${Math.round(audit("total-byte-weight") / 1024)} KiB, shift ${audit("cumulative-layout-shift").toFixed(3)}`);
    const last = found.at(-1);
    for (const [name] of Object.entries(aims).filter(([name]) => name !== "performance")) {
      for (const { id, weight } of last.categories[name].auditRefs) {
        const one = last.audits[id];
        if (weight > 0 && one.score !== null && one.score < 1) console.log(`  ${name}: ${one.title}`, one.details?.items?.slice(0, 3).map((item) => item.node?.snippet ?? item.description ?? item.source ?? "").join(" | ") ?? "");
      }
    }
  }
} finally {
  chrome.kill();
}
process.exitCode = failed ? 1 : 0;
