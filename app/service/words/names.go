package words

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

// honorifics follow the name of a person.
var honorifics = []string{"さん", "氏", "様", "さま", "君", "くん", "ちゃん", "先生"}

// names are the names of people in a text, with what honours them: 田中さん, 山田花子. A dictionary knows common names
// only, so some are missed, and a word may be taken for a name: a person decides.
func names(tokens []tokenizer.Token) (list []Word) {
	name, isSure, last := "", false, ""
	end := func() {
		if isSure {
			list = append(list, Word{Kind: KindName, Text: name})
		}
		name, isSure = "", false
	}
	for _, token := range tokens {
		pos := append(token.POS(), "", "", "", "")
		switch {
		case name != "" && slices.Contains(honorifics, token.Surface):
			name, isSure = name+token.Surface, true
			end()
		case pos[1] == "固有名詞" && pos[2] == "人名" && isNameLike(token.Surface):
			if name != "" && last != "人名" { // 川崎 田中さん: the place is none
				end()
			}
			isSure = name != "" || len([]rune(token.Surface)) > 1 && pos[3] == "姓" && hasKanji(token.Surface)
			name += token.Surface
		case mayBeName(token, pos):
			end()
			name = token.Surface
		case name != "" && token.Surface == " ":
		default: // 田中町 and 山田駅 are places
			if name != "" && pos[1] == "接尾" {
				name, isSure = "", false
			}
			end()
		}
		last = pos[2]
	}
	end()
	return list
}

// mayBeName reports whether a word is a name where it is honoured: a place, or one that the dictionary does not know.
func mayBeName(token tokenizer.Token, pos []string) bool {
	isUnknown := token.Class == tokenizer.UNKNOWN && pos[0] == "名詞" && hasLetter(token.Surface)
	return (isUnknown || pos[1] == "固有名詞") && isNameLike(token.Surface)
}

func isNameLike(word string) bool { return len([]rune(word)) <= 12 && hasLetter(word) }

func hasKanji(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// parts are the words of a text by which word vectors know what it is about: nouns, verbs and adjectives in their base
// form, one by one.
func parts(tokens []tokenizer.Token) (list []Word) {
	for _, token := range tokens {
		pos := append(token.POS(), "", "", "", "")
		base, _ := token.BaseForm()
		if base == "" || base == "*" {
			base = token.Surface
		}
		isContent := pos[0] == "名詞" && pos[1] != "非自立" && pos[1] != "代名詞" && pos[1] != "数" ||
			(pos[0] == "動詞" || pos[0] == "形容詞") && pos[1] == "自立" || pos[0] == "副詞" && pos[1] == "一般"
		if isContent && hasLetter(base) && !IsStop(base) {
			list = append(list, Word{Kind: KindPart, Text: strings.ToLower(base)})
		}
	}
	return list
}

// gather puts together what was found in each text.
func gather(found [][]Word) []Word {
	type key struct {
		kind Kind
		text string
	}
	at, list := map[key]int{}, []Word(nil)
	for i, words := range found {
		for _, word := range words {
			k := key{word.Kind, word.Text}
			n, known := at[k]
			if !known {
				n = len(list)
				at[k], list = n, append(list, word)
			}
			if in := list[n].In; len(in) == 0 || in[len(in)-1] != i {
				list[n].In = append(list[n].In, i)
			}
		}
	}
	slices.SortFunc(list, func(a, b Word) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(len(b.In), len(a.In)), cmp.Compare(a.Text, b.Text))
	})
	return list
}
