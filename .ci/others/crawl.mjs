// crawl.mjs BASE FOLDER: writes every HTML page that a signed-in owner of the demo reaches by links into the folder, in both
// languages. Only one page is kept of each list of people, mails and the like: those that differ in an id alone.
import { mkdirSync, writeFileSync } from "node:fs";

const [base, folder] = process.argv.slice(2);
const most = 400;
mkdirSync(folder, { recursive: true });

const signedIn = await fetch(base + "/staff/login", {
  method: "POST",
  headers: { Origin: base },
  body: new URLSearchParams({ email: "owner@meguri.example", password: "kawasaki-probono-2025" }),
  redirect: "manual",
});
const cookie = signedIn.headers.getSetCookie().map((c) => c.split(";")[0]).join("; ");
if (signedIn.status !== 303) throw new Error(`sign in: ${signedIn.status}`);

// An attendee's own page.
const made = await fetch(base + "/api/v1/events/summit-next/registrations", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ ticket_type: "online", family_name: "山田", email: "crawl@others.example", consents: ["privacy"] }),
});
if (made.status !== 201) throw new Error(`register: ${made.status}`);

// kind is the address without its ids and search.
const kind = (path) => path.replace(/[0-9a-f-]{36}/g, "ID").replace(/\?.*/, "").replace(/(agenda\?).*/, "$1");
const kinds = new Map();
const queue = ["/", "/no-such-page", "/events/summit-next/register/link", new URL((await made.json()).manage_url).pathname];
const seen = new Set(queue);
let pages = 0;
while (queue.length > 0 && pages < most) {
  const path = queue.shift();
  for (const lang of ["ja", "en"]) {
    const address = new URL(path, base);
    address.searchParams.set("lang", lang);
    const answer = await fetch(address, { headers: { Cookie: cookie, "Accept-Language": lang } });
    if (!answer.headers.get("content-type")?.startsWith("text/html")) break;
    const text = await answer.text();
    writeFileSync(`${folder}/${String(pages++).padStart(3, "0")}-${lang}${path.replace(/[^\w-]/g, "_").slice(0, 80)}.html`, text);
    for (const [, found] of text.matchAll(/href="(\/[^"#]*)/g)) {
      const next = found.replaceAll("&amp;", "&");
      const times = kinds.get(kind(next)) ?? 0;
      if (seen.has(next) || times >= 2 || /lang=/.test(next) || /^\/(static|staff\/logout)/.test(next)) continue;
      seen.add(next);
      kinds.set(kind(next), times + 1);
      queue.push(next);
    }
  }
}
console.log(`${pages} pages`);
