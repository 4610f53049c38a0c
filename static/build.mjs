// Builds static/dist from static/css, static/js and the npm packages. `make assets` runs it.
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const dist = 'static/dist'
for (const name of await readdir(dist).catch(() => [])) {
  if (name !== '.keep') await rm(`${dist}/${name}`, { recursive: true })
}
await mkdir(`${dist}/fonts`, { recursive: true })

// A page names the files that it needs: each style sheet here, and each script that lies in no folder.
const styles = ['app.css', 'agenda.css', 'caption.css', 'circulation.css', 'consensus.css', 'need.css', 'organization.css', 'project.css', 'record.css', 'reception_app.css', 'rows.css', 'staff.css', 'stage.css'].map((name) => `static/css/${name}`).filter((path) => existsSync(path))
const scripts = (await readdir('static/js')).filter((name) => /^[a-z_]+\.js$/.test(name)).map((name) => `static/js/${name}`)

await build({
  entryPoints: [...styles, ...scripts],
  outdir: dist,
  entryNames: '[name]',
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['chrome109', 'firefox115', 'safari16'],
  logLevel: 'warning',
})

// The reader's program must be of the very version of zxing-wasm that barcode-detector depends on.
await cp('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', `${dist}/zxing_reader.wasm`)

// The faces of PDFs. The program finds the name of a file in app/service/pdf.
const fonts = {
  'biz-udpgothic': 'BIZUDPGothic', 'noto-emoji': 'NotoEmoji', 'noto-sans': 'NotoSans', 'noto-sans-arabic': 'NotoSansArabic',
  'noto-sans-devanagari': 'NotoSansDevanagari', 'noto-sans-hebrew': 'NotoSansHebrew', 'noto-sans-jp': 'NotoSansJP',
  'noto-sans-kr': 'NotoSansKR', 'noto-sans-sc': 'NotoSansSC', 'noto-sans-thai': 'NotoSansThai',
}
// The large ones of which a document needs few glyphs are packed in blocks: static/font.go reads them.
const packed = ['NotoEmoji', 'NotoSansJP', 'NotoSansKR', 'NotoSansSC']
for (const [folder, name] of Object.entries(fonts)) {
  const source = `node_modules/@expo-google-fonts/${folder}/400Regular/${name}_400Regular.ttf`
  if (packed.includes(name)) await writeFile(`${dist}/fonts/${name}.packed`, inBlocks(await readFile(source)))
  else await cp(source, `${dist}/fonts/${name}.ttf`)
}

function inBlocks(content) {
  const blocks = []
  for (let at = 0; at < content.length; at += 65536) blocks.push(deflateRawSync(content.subarray(at, at + 65536), { level: 9 }))
  const directory = Buffer.alloc(4 + 4 * blocks.length)
  directory.writeUInt32LE(content.length)
  let end = directory.length
  blocks.forEach((block, i) => directory.writeUInt32LE((end += block.length), 4 + 4 * i))
  return Buffer.concat([directory, ...blocks])
}

// What browsers fetch is packed here, once and as small as it gets; the program only chooses. Fonts are for PDF. Below a kilobyte nothing is gained: it is one packet.
for (const folder of [dist, 'static/img']) {
  for (const name of await readdir(folder)) {
    if (!/\.(css|js|wasm|svg|json|webmanifest)$/.test(name)) continue
    const content = await readFile(`${folder}/${name}`)
    if (content.length < 1024) continue
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
    await writeFile(`${dist}/${name}.br`, brotliCompressSync(content, { params }))
    await writeFile(`${dist}/${name}.gz`, gzipSync(content, { level: 9 }))
  }
}

for (const name of await readdir(dist)) {
  const { size } = await stat(`${dist}/${name}`)
  if (size > 0) console.log(`${dist}/${name}`.padEnd(36), size)
}
