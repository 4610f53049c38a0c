package kit

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meguri/app/service/contact"
)

// mark stands for what may lead to a person.
const mark = "＿＿"

// The kinds of what is hidden besides those of package contact, as ends of text keys.
const (
	HiddenPlace  contact.Kind = "place"  // where the event is, and postal addresses
	HiddenSecret contact.Kind = "secret" // numbers of meetings, passwords, tokens
	HiddenGuess  contact.Kind = "guess"  // what looks like a name, and nobody of the event has it
)

// HiddenKinds are all of them.
var HiddenKinds = []contact.Kind{
	contact.Name, HiddenGuess, contact.Mail, contact.Phone, contact.URL, contact.Handle, HiddenPlace, HiddenSecret,
}

// Known is what is known of an event's people before its kit is published.
type Known struct {
	// People are names in full, as they may be written; Families and given names are hidden where they are honoured.
	People, Parts []string
	// Places are where the event is. Guesses look like names of people, Keep are those of them that are none.
	Places, Guesses, Keep []string
}

// Hidden is something that was taken out of texts of a part, "" for those of the event itself, so many times.
type Hidden struct {
	Kind  contact.Kind
	Text  string
	Part  string
	Count int
}

// Text is a text of a document, with the part that it is in.
type Text struct{ Part, Text string }

// Texts are all texts that people wrote, in the order of the document: nothing else of what they wrote is in it.
func (k *Kit) Texts() (list []Text) {
	k.each(func(at place, value *string) {
		if *value != "" && !at.isCode() {
			list = append(list, Text{at.part, *value})
		}
	})
	return list
}

// Hide takes what may lead to people out of all texts, and tells what that was. Guesses are hidden, too, but for those
// that are to be kept.
func (k *Kit) Hide(known *Known) []Hidden {
	hider := newHider(known)
	k.each(func(at place, value *string) {
		if !at.isCode() {
			*value = hider.hide(at.part, *value)
		}
	})
	k.renameCodes(hider)
	slices.SortStableFunc(hider.hidden, func(a, b Hidden) int {
		return cmp.Or(
			slices.Index(HiddenKinds, a.Kind)-slices.Index(HiddenKinds, b.Kind), cmp.Compare(a.Text, b.Text),
			cmp.Compare(a.Part, b.Part),
		)
	})
	return hider.hidden
}

// place is where a string of a document is: its part, the struct and the field.
type place struct{ part, owner, field string }

// codes are the fields that people do not see as texts. All others are taken for texts, so that a new field is one.
var codes = map[string]bool{
	"Event.TimeZone": true, "Event.StartsAt": true, "Session.Kind": true, "Session.Language": true,
	"FormQuestion.Slug": true, "FormQuestion.Kind": true, "FormQuestion.TicketTypes": true, "Option.Slug": true,
	"QuestionSettings.Least": true, "QuestionSettings.Most": true, "ShowIf.Question": true, "ShowIf.Values": true,
	"Survey.Anonymity": true, "Message.State": true, "Message.Mode": true, "Message.Attended": true,
	"Wording.Kind": true, "TicketType.Slug": true, "TicketType.Mode": true, "Consent.Slug": true,
}

func (p place) isCode() bool { return codes[p.owner+"."+p.field] }

var partOfField = map[string]string{
	"Agenda": PartAgenda, "Form": PartForm, "Surveys": PartSurveys, "Messages": PartMessages, "Wordings": PartMessages,
	"Rules": PartRules,
}

// each does something with every string of the document.
func (k *Kit) each(do func(at place, value *string)) {
	v := reflect.ValueOf(k).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i).Name
		eachOf(v.Field(i), place{partOfField[field], "Kit", field}, do)
	}
}

func eachOf(v reflect.Value, at place, do func(at place, value *string)) {
	switch v.Kind() {
	case reflect.String:
		written := v.String()
		do(at, &written)
		v.SetString(written)
	case reflect.Struct:
		for i := range v.NumField() {
			inner := place{at.part, v.Type().Name(), v.Type().Field(i).Name}
			eachOf(v.Field(i), inner, do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachOf(v.Index(i), at, do)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			eachOf(v.Elem(), at, do)
		}
	}
}

// secrets find in a folded text what package contact does not look for, as in texts of surveys it would be too much. A
// place in brackets is what is hidden, where there is one.
var secrets = []struct {
	kind    contact.Kind
	pattern *regexp.Regexp
}{
	{contact.Mail, regexp.MustCompile(`[a-z0-9._%+-]+ ?(?:@|[\[(<] ?(?:at|アット(?:マーク)?) ?[\])>]) ?` +
		`[a-z0-9-]+(?:\.[a-z0-9-]+)*`)},
	{contact.URL, regexp.MustCompile(`(?:[a-z][a-z0-9+.-]{1,15}://|mailto:|tel:|sip:)[[:graph:]]+`)},
	{contact.URL, regexp.MustCompile(`\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,18}/[[:graph:]]*`)},
	{contact.URL, regexp.MustCompile(`\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.` +
		`(?:us|gle|be|ee|app|dev|tv|ai|cc|ly|gl|link|page|site|online|edu|gov|eu|uk|de|fr|kr|cn|tw|example)\b`)},
	{contact.URL, regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b(?::\d+)?`)},
	{contact.Handle, regexp.MustCompile(`(?:line|instagram|twitter|discord|skype|facebook|slack) ?(?:id|アカウント|account)?` +
		` ?[:は] ?([a-z0-9_.-]{3,})`)},
	{HiddenSecret, regexp.MustCompile(`(?:id|番号) ?(?:は|:)? ?(\d[\d -]{6,16}\d)`)},
	{HiddenSecret, regexp.MustCompile(`(?:パスコード|パスワード|暗証番号|合い?言葉|トークン|鍵|` +
		`\b(?:passcode|password|passwd|pwd|pin|token|key)) ?(?:は|[:=]) ?["'「『(]? ?([[:graph:]][[:graph:]]{2,})`)},
	{HiddenSecret, regexp.MustCompile(`\b(?:passcode|password|pin)\b ?(?:is|was) ["'(]?([[:graph:]]*\d[[:graph:]]*)`)},
	{contact.Phone, regexp.MustCompile(`\+\d[\d ()-]{7,16}\d`)},
	{contact.Phone, regexp.MustCompile(`(?:内線|ext\.?) ?:? ?(\d{2,6})`)},
	{HiddenPlace, regexp.MustCompile(`〒 ?\d{3}-?\d{4}`)},
	{HiddenPlace, regexp.MustCompile(`(?:\p{Han}{2,3}[都道府県])?[\p{Han}ヶケノ]{1,6}[市区郡町村][\p{Han}\p{Katakana}]{0,12}\d{1,4}` +
		`(?:丁目|番地|番|号|[-−–]\d)[\d丁目番地号−–-]*`)},
}

var (
	tokens  = regexp.MustCompile(`[a-z0-9_-]{20,}`)
	numbers = regexp.MustCompile(`\d(?:[ -]?\d){8,18}`)
	dates   = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)
)

// isToken reports whether a long word is one that nobody reads: it has digits and letters.
func isToken(word string) bool {
	return strings.ContainsFunc(word, unicode.IsDigit) && strings.ContainsFunc(word, unicode.IsLetter)
}

// honoured are words that follow the name of a person.
var honoured = regexp.MustCompile(`さん|様|さま|氏|先生|君|くん|ちゃん|殿|教授|博士|市長|町長|区長|知事|議員|会長|理事|代表|` +
	`部長|課長|係長|主任|館長|園長|校長|宅`)

// titled are names that a title goes before.
var titled = regexp.MustCompile(`(?:mr|mrs|ms|dr|prof)\.? ([a-z'-]{2,20}(?: [a-z'-]{2,20})?)`)

// hider hides in one text after another.
type hider struct {
	people, places, guesses finder
	parts                   map[string]bool
	hidden                  []Hidden
}

func newHider(known *Known) *hider {
	h := &hider{people: finder{}, places: finder{}, guesses: finder{}, parts: map[string]bool{}}
	for _, name := range known.People {
		h.people.add(name)
	}
	for _, name := range known.Parts {
		h.parts[contact.Fold(name).Text] = true
	}
	for _, name := range known.Places {
		h.places.add(name)
	}
	for _, name := range known.Guesses {
		if !slices.Contains(known.Keep, name) {
			h.guesses.add(name)
		}
	}
	return h
}

// spanOf is a part of the original text, with what it is.
type spanOf struct {
	contact.Span
	kind contact.Kind
}

func (h *hider) hide(part, original string) string {
	spans := h.find(original)
	if len(spans) == 0 {
		return original
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(original[at:s.From])
		if !strings.HasSuffix(b.String(), mark) {
			b.WriteString(mark)
		}
		at = s.To
		h.note(Hidden{s.kind, original[s.From:s.To], part, 1})
	}
	b.WriteString(original[at:])
	return b.String()
}

func (h *hider) note(one Hidden) {
	for i := range h.hidden {
		if x := &h.hidden[i]; x.Kind == one.Kind && x.Text == one.Text && x.Part == one.Part {
			x.Count++
			return
		}
	}
	h.hidden = append(h.hidden, one)
}

// find finds what is hidden in a text, in its order, nothing of it within another.
func (h *hider) find(original string) (list []spanOf) {
	f := contact.Fold(original)
	add := func(kind contact.Kind, from, to int) {
		list = append(list, spanOf{f.Original(from, to), kind})
	}
	for _, s := range secrets {
		for _, at := range s.pattern.FindAllStringSubmatchIndex(f.Text, -1) {
			if len(at) > 2 && at[2] >= 0 {
				at = at[2:]
			}
			add(s.kind, at[0], at[1])
		}
	}
	for _, c := range contact.In(original, &f, nil) {
		list = append(list, spanOf{c.Span, c.Kind})
	}
	for _, at := range tokens.FindAllStringIndex(f.Text, -1) {
		if isToken(f.Text[at[0]:at[1]]) {
			add(HiddenSecret, at[0], at[1])
		}
	}
	for _, at := range numbers.FindAllStringIndex(f.Text, -1) {
		if !dates.MatchString(f.Text[at[0]:at[1]]) {
			add(HiddenSecret, at[0], at[1])
		}
	}
	h.people.find(&f, func(from, to int) { add(contact.Name, from, to) })
	h.honoured(f.Text, func(from, to int) { add(contact.Name, from, to) })
	h.places.find(&f, func(from, to int) { add(HiddenPlace, from, to) })
	h.guesses.find(&f, func(from, to int) { add(HiddenGuess, from, to) })
	return joined(list)
}

const mostRunes = 8 // of a family or given name

// honoured finds names of the event's people in parts, where something honours them: 福田さん.
func (h *hider) honoured(folded string, add func(from, to int)) {
	for _, at := range honoured.FindAllStringIndex(folded, -1) {
		end := len(strings.TrimRight(folded[:at[0]], " "))
		from := end
		for range mostRunes {
			_, size := utf8.DecodeLastRuneInString(folded[:from])
			if size == 0 {
				break
			}
			from -= size
			if h.parts[folded[from:end]] {
				add(from, end)
			}
		}
	}
	for _, at := range titled.FindAllStringSubmatchIndex(folded, -1) {
		add(at[2], at[3])
	}
}

// joined are spans in their order, those that lie over each other put together. What begins first says what it is.
func joined(list []spanOf) (out []spanOf) {
	slices.SortStableFunc(list, func(a, b spanOf) int { return cmp.Or(a.From-b.From, b.To-a.To) })
	for _, s := range list {
		if last := len(out) - 1; last >= 0 && s.From < out[last].To {
			out[last].To = max(out[last].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// finder finds many names in a text at once: they are kept by their first two letters, without what stands between
// their parts.
type finder map[string][]string

func (f finder) add(name string) {
	compact := compactOf(contact.Fold(name).Text)
	start := firstTwo(compact.text)
	if utf8.RuneCountInString(compact.text) > 1 && !slices.Contains(f[start], compact.text) {
		f[start] = append(f[start], compact.text)
	}
}

// find finds names also where something else, or nothing, stands between their parts: 福田・紀彦.
func (f finder) find(text *contact.Folded, add func(from, to int)) {
	if len(f) == 0 {
		return
	}
	compact := compactOf(text.Text)
	for at := range compact.text {
		longest := 0
		for _, name := range f[firstTwo(compact.text[at:])] {
			to := at + len(name)
			if len(name) > longest && strings.HasPrefix(compact.text[at:], name) && compact.isWhole(text.Text, at, to) {
				longest = len(name)
			}
		}
		if longest > 0 {
			add(compact.at[at], compact.end(at+longest))
		}
	}
}

func firstTwo(s string) string {
	_, one := utf8.DecodeRuneInString(s)
	_, two := utf8.DecodeRuneInString(s[one:])
	return s[:one+two]
}

// compacted is a text without spaces and dots, with where each byte of it is in the text.
type compacted struct {
	text string
	at   []int
}

func compactOf(folded string) compacted {
	var c compacted
	var b strings.Builder
	for at, r := range folded {
		if unicode.IsSpace(r) || strings.ContainsRune("・･.,、=＝-‐_", r) {
			continue
		}
		b.WriteRune(r)
		for i := range utf8.RuneLen(r) {
			c.at = append(c.at, at+i)
		}
	}
	c.text = b.String()
	return c
}

// end is where something ends in the text that ends there in the compact one.
func (c *compacted) end(to int) int { return c.at[to-1] + 1 }

// isWhole reports whether no Latin word goes on before or after a place.
func (c *compacted) isWhole(folded string, from, to int) bool {
	first, last := c.at[from], c.end(to)
	before, _ := utf8.DecodeLastRuneInString(folded[:first])
	after, _ := utf8.DecodeRuneInString(folded[last:])
	starts, _ := utf8.DecodeRuneInString(folded[first:])
	ends, _ := utf8.DecodeLastRuneInString(folded[:last])
	return !(isLatin(before) && isLatin(starts)) && !(isLatin(after) && isLatin(ends))
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }
