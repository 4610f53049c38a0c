package words

import (
	"runtime"
	"strings"
	"sync"
	"unicode"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"
	"golang.org/x/text/unicode/norm"
)

// Count finds and counts words. It loads the dictionary, which stays in memory: see Child.
func Count(r *Request) ([]Word, error) {
	options := []tokenizer.Option{tokenizer.OmitBosEos()}
	if len(r.Joined) > 0 {
		own, err := ownWords(r.Joined)
		if err != nil {
			return nil, err
		}
		options = append(options, tokenizer.UserDict(own))
	}
	t, err := tokenizer.New(ipa.Dict(), options...)
	if err != nil {
		return nil, err
	}
	list, more := make([][]term, len(r.Texts)), make([][]Word, len(r.Texts))
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < len(r.Texts); i += workers {
				list[i], more[i] = terms(t, r, r.Texts[i])
			}
		})
	}
	group.Wait()
	return append(count(list, r), gather(more)...), nil
}

const ownWord = "own"

// ownWords is a dictionary of words that are never cut.
func ownWords(joined []string) (*dict.UserDict, error) {
	records, known := dict.UserDictRecords{}, map[string]bool{}
	for _, word := range joined {
		word = strings.TrimSpace(norm.NFKC.String(word))
		if word == "" || known[word] {
			continue
		}
		known[word] = true
		records = append(records, dict.UserDicRecord{
			Text: word, Tokens: []string{word}, Yomi: []string{word}, Pos: ownWord,
		})
	}
	return records.NewUserDict()
}

// terms are the words of a text, and the names and parts in it that are asked for.
func terms(t *tokenizer.Tokenizer, r *Request, text string) (list []term, more []Word) {
	s := &sentence{}
	tokens := t.Tokenize(norm.NFKC.String(text))
	for _, token := range tokens {
		s.read(token)
	}
	s.end()
	if r.Names {
		more = names(tokens)
	}
	if r.Parts {
		more = append(more, parts(tokens)...)
	}
	return s.terms, more
}

// sentence is a text that is being read. run are nouns that follow each other: they are one word.
type sentence struct {
	terms []term
	run   []part
	// number is a number that begins a word where something follows that belongs to it, such as 一歩.
	number string
	// verb is the verb or adjective just read, as it stood: ない after it turns it round.
	verb string
}

type part struct {
	text string
	// prefix and suffix are no words by themselves; adverbial nouns neither join nor begin a word of several.
	isPrefix, isSuffix bool
}

func (s *sentence) read(token tokenizer.Token) {
	pos := append(token.POS(), "", "", "", "")
	base, _ := token.BaseForm()
	word := token.Surface
	if s.negates(pos, base, word) {
		return
	}
	s.verb = ""
	switch pos[0] {
	case ownWord:
		s.end()
		s.add(term{text: word, parts: []string{word}})
	case "接頭詞":
		if pos[1] == "名詞接続" {
			s.join(part{text: word, isPrefix: true})
			return
		}
		s.end()
	case "名詞":
		s.noun(pos, word)
	case "動詞", "形容詞":
		s.end()
		if pos[1] == "自立" {
			s.say(base, word)
			s.verb = word
		}
	case "副詞", "感動詞":
		s.end()
		if isKatakana(word) || (pos[0] == "感動詞" && len([]rune(word)) > 3) {
			s.say(word, word)
		}
	default:
		s.end()
	}
}

// negates glues ない to the verb before it: 足りない does not count as 足りる.
func (s *sentence) negates(pos []string, base, word string) bool {
	isNot := base == "ない" && (pos[0] == "助動詞" || (pos[0] == "形容詞" && pos[1] != "自立"))
	if s.verb == "" || !isNot {
		return false
	}
	verb := s.verb
	s.verb = ""
	s.terms = s.terms[:len(s.terms)-1]
	if stem := verb + "ない"; !IsStop(stem) {
		s.terms = append(s.terms, term{stem, []string{stem}, verb + word})
	} else {
		s.terms = append(s.terms, term{})
	}
	return true
}

func (s *sentence) noun(pos []string, word string) {
	switch pos[1] {
	case "一般", "固有名詞", "サ変接続", "形容動詞語幹":
		s.join(part{text: word})
	case "接尾":
		if len(s.run) > 0 || s.number != "" {
			s.join(part{text: word, isSuffix: true})
		}
	case "数":
		s.end()
		s.number += word
	case "副詞可能":
		s.end()
		s.add(term{text: word, parts: []string{word}})
	default: // pronouns and nouns that only hold a clause
		s.end()
	}
}

func (s *sentence) join(p part) {
	if s.number != "" {
		if p.isSuffix {
			p = part{text: s.number + p.text}
		}
		s.number = ""
	}
	if !hasLetter(p.text) {
		s.end()
		return
	}
	s.run = append(s.run, p)
}

// end ends a run of nouns. What begins with a figure is an amount, and no word.
func (s *sentence) end() {
	run := s.run
	s.run, s.number = nil, ""
	whole, parts := "", []string{}
	for i, p := range run {
		if i > 0 && isLatin(p.text) && isLatin(run[i-1].text) {
			whole += " " // two words of a language with spaces
		}
		whole += p.text
		if !p.isPrefix && !p.isSuffix && isWord(p.text) {
			parts = append(parts, p.text)
		}
	}
	if whole == "" || unicode.IsDigit([]rune(whole)[0]) || len(run) == 1 && (run[0].isPrefix || run[0].isSuffix) {
		return
	}
	if len(run) > 1 && len(parts) < 2 {
		parts = append(parts, whole) // a prefix or a suffix and one word: not two words
	}
	if len(run) == 1 {
		parts = []string{whole}
	}
	s.add(term{text: whole, parts: parts})
}

// say adds a verb or adjective by its base form. Where it says nothing, it stands empty, as ない may still follow.
func (s *sentence) say(base, word string) {
	if base == "" || base == "*" {
		base = word
	}
	if joined, ok := pairs[base]; ok {
		base = joined
	}
	if IsStop(base) || len([]rune(base)) < 2 {
		s.terms = append(s.terms, term{})
		return
	}
	s.terms = append(s.terms, term{base, []string{base}, word})
}

func (s *sentence) add(t term) {
	if isWord(t.text) && !IsStop(t.text) {
		s.terms = append(s.terms, t)
	}
}

// isWord reports whether something may stand alone: a single character only where it is a kanji, as 輪.
func isWord(word string) bool {
	letters := []rune(word)
	if len(letters) == 0 || !hasLetter(word) {
		return false
	}
	return len(letters) > 1 || unicode.Is(unicode.Han, letters[0])
}

func hasLetter(word string) bool { return strings.ContainsFunc(word, unicode.IsLetter) }

func isKatakana(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Katakana, r) && r != 'ー' {
			return false
		}
	}
	return len([]rune(word)) > 1
}

func isLatin(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Latin, r) && !unicode.IsDigit(r) && !strings.ContainsRune("-'’", r) {
			return false
		}
	}
	return word != ""
}
