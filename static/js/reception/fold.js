// Folds names for searching as models/text/search.go and romaji.go do: width, case, accents, kana and variants of kanji make no difference.

const pairs = (text) => text.split(' ').map((pair) => [[...pair][0], [...pair].slice(1).join('')])
const variants = new Map(
  pairs(
    '髙高 﨑崎 𠮷吉 邉辺 邊辺 齋斉 齊斉 斎斉 濵浜 濱浜 澤沢 廣広 國国 嶋島 嶌島 德徳 𠮟叱 眞真 櫻桜 渕淵 曻昇 栁柳 桒桑 龍竜 瀧滝 惠恵 榮栄 壽寿 靜静 藏蔵 條条 黑黒 關関 實実 萬万 與与 圓円 應応 增増 橫横 莊荘 冨富 舘館 槇槙 埜野 峯峰 籠篭 驒騨 檜桧',
  ),
)
const plain = new Map(pairs('ßss æae œoe øo đd ðd łl þth ıi ħh ŋn'))
const swap = (text, map) => [...text].map((letter) => map.get(letter) ?? letter).join('')

// katakana writes hiragana as katakana.
export const katakana = (text) => text.normalize('NFKC').replace(/[ぁ-ゖゝゞ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 96))

export function fold(text) {
  const bare = swap(text.replace(/[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u200C]/gu, ''), variants)
  const long = katakana(bare).replace(/(?<=[ァ-ヿ])[-‐‑‒–—―−~～〜─━]/gu, 'ー')
  const dropped = long
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?![\u3099\u309A])\p{Mn}|[\s\p{Cf}'’‘ʼʻ`´′\-‐‑‒–—―−.,・·=゠]/gu, '')
  return swap(swap(dropped.normalize('NFC'), plain), variants)
}

const hepburn = new Map(
  pairs(
    'アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso ザza ジji ズzu ゼze ゾzo タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne ノno ハha ヒhi フfu ヘhe ホho バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo マma ミmi ムmu メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu ヵka ヶke',
  ),
)
const small = new Map(pairs('ァa ィi ゥu ェe ォo ャya ュyu ョyo ヮwa'))
const toHepburn = [
  ['tch', 'ch'], ['sh', 'sh'], ['ch', 'ch'], ['ts', 'ts'], ['sy', 'sh'], ['si', 'shi'], ['ty', 'ch'], ['cy', 'ch'], ['ti', 'chi'], ['tu', 'tsu'], ['hu', 'fu'],
  ['zy', 'j'], ['jy', 'j'], ['zi', 'ji'], ['di', 'ji'], ['dz', 'z'], ['du', 'zu'], ['l', 'r'], ['v', 'b'], ['mb', 'nb'], ['mm', 'nm'], ['mp', 'np'], ['đ', 'd'],
]
const spellings = new RegExp(toHepburn.map(([from]) => from).join('|'), 'g')
const spelling = new Map(toHepburn)

function foldRomaji(text) {
  const letters = text.normalize('NFD').replace(/[\p{Mn}'’\-ー.]/gu, '').toLowerCase().replace(spellings, (from) => spelling.get(from))
  let out = ''
  for (const [i, letter] of [...letters].entries()) {
    const previous = out.at(-1)
    const next = [...letters][i + 1]
    const lengthens = letter === 'h' && (previous === 'o' || previous === 'u') && !(next && 'aiueoy'.includes(next))
    if ((letter === previous && letter < '\x80') || (letter === 'u' && previous === 'o') || lengthens) continue
    out += letter
  }
  return out
}

// romaji spells a reading in Latin letters.
export function romaji(reading) {
  let out = ''
  for (const letter of katakana(reading).replace(/[ッー]/g, '')) {
    const vowel = small.get(letter)
    if (vowel && out && out.at(-1) < '\x80') {
      out = out.slice(0, -1)
      out += /(sh|ch|j)$/.test(out) ? vowel.at(-1) : vowel
    } else out += vowel ?? hepburn.get(letter) ?? letter
  }
  return foldRomaji(out)
}

// romajiQuery folds a search in Latin letters as romaji folds readings, '' where it is no name in Latin letters.
function romajiQuery(query) {
  const text = query.normalize('NFKC')
  if (/[^\p{Script=Latin}\p{Mn}\s'’-]/u.test(text)) return ''
  const out = text.split(/\s+/).map(foldRomaji).join('')
  return out.length < 2 ? '' : out
}

export const searchText = (p) => {
  const family = romaji(p.family_kana ?? '')
  const given = romaji(p.given_kana ?? '')
  const parts = [`${p.family ?? ''}${p.given ?? ''}`, `${p.family_kana ?? ''}${p.given_kana ?? ''}`, `${p.given ?? ''}${p.family ?? ''}`, p.organization ?? '', p.code ?? '']
  return [...parts.map(fold), family + given, given + family].join('\n')
}

export const queriesOf = (text) => [...new Set([fold(text), romajiQuery(text)])].filter(Boolean)

const rows = ['ァ-オヴ', 'カ-ゴヵヶ', 'サ-ゾ', 'タ-ド', 'ナ-ノ', 'ハ-ポ', 'マ-モ', 'ャ-ヨ', 'ラ-ロ', 'ヮ-ン'].map((range) => new RegExp(`^[${range}]`))

// rowOf is the row of a reading among あかさたなはまやらわ, -1 for none.
export const rowOf = (reading) => rows.findIndex((row) => row.test(katakana(reading)))
