package kit_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/contact"
	"meguri/app/service/kit"
)

// attack is a text with all that leads to people, and needles are what must not be found in it later.
const attack = "ようこそ。福田紀彦と福田　紀彦と紀彦・福田、ふくだのりひこ、福田さん、紀彦くん、NORIHIKO FUKUDA, Fukuda Norihiko、鈴木 一郎先生、Mr. John Doe。" +
	"連絡はhanako@mail.example、ｔａｒｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ、jiro[at]mail.example、saburo@localhost、０９０−１２３４−５６７８、+44 20 7946 0958、" +
	"内線4321、" +
	"LINE ID：shiro_55、@goro_x、mailto:rokuro@x.example。" +
	"https://zoom.example/j/1?pwd=qqq1、zoom.us/j/87654321、forms.gle/AbCdEf、zoommtg://zoom.example/join、" +
	"192.168.77.1:8080、" +
	"ミーティングID: 987 6543 2109、パスコード：sesame7、Password is opensesame9、合言葉は「yamakawa」、" +
	"0190b0a0-7777-7000-8000-000000000001、eyJhbGciOiJIUzI1NiJ9zzzz。口座 1234567890123。" +
	"〒211-8666 神奈川県川崎市中原区下沼部1753番地、まちの会館の大会議室にて。2026-12-05 13:00から。持ち物ははさみ。"

var needles = []string{
	"福田", "紀彦", "ふくだ", "NORIHIKO", "Norihiko", "norihiko", "FUKUDA", "Fukuda", "fukuda", "鈴木", "一郎", "John", "Doe",
	"hanako", "ｔａｒｏ", "jiro", "saburo", "１２３４", "7946", "4321", "shiro_55", "goro", "rokuro", "zoom", "qqq1", "87654321",
	"AbCdEf", "192.168", "6543", "sesame", "yamakawa", "0190b0a0", "eyJhb", "1234567890123", "211-8666", "1753",
	"まちの会館", "大会議室",
}

func known() *kit.Known {
	return &kit.Known{
		People: []string{"福田紀彦", "紀彦福田", "ふくだのりひこ", "Norihiko Fukuda", "Fukuda Norihiko"},
		Parts:  []string{"福田", "紀彦", "fukuda", "norihiko"}, Places: []string{"まちの会館", "大会議室"}, Guesses: []string{"鈴木一郎先生"},
	}
}

// fill writes a text into every string that there is: a field that comes later is not forgotten.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	}
}

// kindsOf are the kinds of what a type is made of.
func kindsOf(t reflect.Type, into map[reflect.Kind]bool) {
	into[t.Kind()] = true
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			kindsOf(t.Field(i).Type, into)
		}
	case reflect.Slice, reflect.Pointer:
		kindsOf(t.Elem(), into)
	}
}

// A kit has nothing that is not walked when it is cleaned.
func TestAKitIsMadeOfWhatIsWalked(t *testing.T) {
	kinds := map[reflect.Kind]bool{}
	kindsOf(reflect.TypeFor[kit.Kit](), kinds)
	for kind := range kinds {
		switch kind {
		case reflect.Struct, reflect.Slice, reflect.Pointer, reflect.String, reflect.Int, reflect.Bool:
		default:
			t.Errorf("a kit has a %s", kind)
		}
	}
}

// No field of a kit, whichever it is, gives away who is there or how to reach them.
func TestNothingThatLeadsToPeopleIsInAnyFieldOfAKit(t *testing.T) {
	for _, text := range []string{attack, "fukuda-norihiko", "fukuda_norihiko", "090-1234-5678"} {
		var k kit.Kit
		fill(reflect.ValueOf(&k).Elem(), text)
		hidden := k.Hide(known())
		content, err := k.Write()
		if err != nil {
			t.Fatal(err)
		}
		for _, needle := range append(needles, "090-1234") {
			if at := strings.Index(string(content), needle); at >= 0 {
				t.Errorf("the kit has %q: …%s…", needle, content[max(0, at-40):min(len(content), at+60)])
			}
		}
		if len(hidden) == 0 {
			t.Error("nothing is told of what was hidden")
		}
		for _, h := range hidden {
			if !slices.Contains(kit.HiddenKinds, h.Kind) || h.Count < 1 || h.Text == "" {
				t.Errorf("%+v", h)
			}
		}
	}
}

// What leads to nobody stays as it is, also next to what is hidden.
func TestWhatLeadsToNobodyStays(t *testing.T) {
	k := kit.Kit{Event: kit.Event{DescriptionJa: attack}}
	k.Hide(known())
	for _, want := range []string{"ようこそ。", "2026-12-05 13:00から。持ち物ははさみ。"} {
		if !strings.Contains(k.Event.DescriptionJa, want) {
			t.Errorf("%q is missing: %s", want, k.Event.DescriptionJa)
		}
	}
	harmless := []string{
		"お茶とお菓子（500円）を用意します。13:30〜15:00、2026-12-05 2026-12-06の2日間。", "参加者の皆さん、参加者様、お客様、お子さんへ。",
		"Pro Bono Summit 2026: opinion: yes, shopping: no, 10,000 people and/or more.", "{{name}}様、{ticket}をお持ちください。",
		"第3区分の部屋1で、Joann Leewayの曲を。",
	}
	for _, text := range harmless {
		k := kit.Kit{Event: kit.Event{DescriptionJa: text}}
		people := known()
		people.People = append(people.People, "Ann Lee")
		if hidden := k.Hide(people); k.Event.DescriptionJa != text {
			t.Errorf("%q became %q: %+v", text, k.Event.DescriptionJa, hidden)
		}
	}
}

// A guess is hidden until somebody says that it is nobody's name.
func TestGuessesAreHiddenUnlessKept(t *testing.T) {
	people := known()
	people.Keep = []string{"鈴木一郎先生"}
	k := kit.Kit{Event: kit.Event{TitleJa: "鈴木一郎先生の会"}}
	if hidden := k.Hide(people); k.Event.TitleJa != "鈴木一郎先生の会" || len(hidden) != 0 {
		t.Error(k.Event.TitleJa, hidden)
	}
	people.Keep = nil
	want := kit.Hidden{Kind: kit.HiddenGuess, Text: "鈴木一郎先生", Count: 1}
	if hidden := k.Hide(people); k.Event.TitleJa != "＿＿の会" || len(hidden) != 1 || hidden[0] != want {
		t.Error(k.Event.TitleJa, hidden)
	}
	if kit.HiddenKinds[0] != contact.Name {
		t.Error("names are told first")
	}
}

// A code that had a name in it is another one everywhere, so that a question is still shown to whom it was.
func TestCodesAreRenamedTogether(t *testing.T) {
	const written = `{"version":1,"event":{"title_ja":"集い","time_zone":"Asia/Tokyo","starts_at":"13:00","minutes":60},
		"form":[{"slug":"fukuda","kind":"one","title_ja":"一つ",
		"options":[{"slug":"yes","text_ja":"はい"},{"slug":"no","text_ja":"いいえ"}],"settings":{}},
		{"slug":"why","kind":"short","title_ja":"なぜ",
		"settings":{"show_if":{"question":"fukuda","values":["yes"]}},"ticket_types":["norihiko-seat"]}],
		"rules":{"ticket_types":[{"slug":"norihiko-seat","name_ja":"席","mode":"venue"}]}}`
	var k kit.Kit
	if err := json.Unmarshal([]byte(written), &k); err != nil {
		t.Fatal(err)
	}
	k.Hide(known())
	first, second, seat := &k.Form[0], &k.Form[1], &k.Rules.TicketTypes[0]
	if first.Slug == "fukuda" || second.Settings.ShowIf.Question != first.Slug || second.TicketTypes[0] != seat.Slug ||
		second.Settings.ShowIf.Values[0] != "yes" || second.Slug != "why" || k.Event.TimeZone != "Asia/Tokyo" {
		t.Errorf("%+v %+v", k.Form, k.Rules)
	}
}
