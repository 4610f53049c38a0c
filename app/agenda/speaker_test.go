package agenda_test

import (
	"testing"

	"pgregory.net/rapid"

	"meguri/app/agenda"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

func TestSpeakersAreReadLineByLine(t *testing.T) {
	for name, c := range map[string]struct{ typed, want string }{
		"organization and name":    {"川崎市 | 市長", "川崎市 | 市長"},
		"both languages":           {"川崎市|市長|City of Kawasaki|Mayor", "川崎市 | 市長 | City of Kawasaki | Mayor"},
		"a name alone":             {"進行役", " | 進行役"},
		"English alone":            {"| | NEC | Alice", " |  | NEC | Alice"},
		"full-width bars":          {"川崎市｜市長", "川崎市 | 市長"},
		"empty lines in between":   {"\r\n一\r\n\r\n | \r\n二\r\n", " | 一\n | 二"},
		"in the order of the form": {"三\n一\n二", " | 三\n | 一\n | 二"},
		"an organization alone":    {"川崎市 |", "川崎市 |"},
		"no English name":          {"川崎市 | 市長 | City |", "川崎市 | 市長 | City |"},
		"a bar within a name":      {`A\|B社 | 佐藤`, `A\|B社 | 佐藤`},
		"a full-width bar within":  {`A\｜B社 ｜ 佐藤`, `A\|B社 | 佐藤`},
		"a backslash":              {`A\B社 | 佐藤\`, `A\B社 | 佐藤\`},
		"a backslash before a bar": {`A\\|B社 | 佐藤`, `A\\|B社 | 佐藤`},
		"nobody":                   {" \n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			checker := check.New()
			equal(t, "speakers", agenda.WriteSpeakers(agenda.ReadSpeakers(checker, c.typed)), c.want)
			equal(t, "error", checker.Err(), nil)
		})
	}
}

func TestALineWithAWrongNumberOfPartsIsAFault(t *testing.T) {
	for name, typed := range map[string]string{
		"a bar too many":       "進行役\nA|B社 | 佐藤",
		"more parts than four": "川崎市 | 市長 | City | Mayor | more",
		"bars alone":           "||||",
	} {
		t.Run(name, func(t *testing.T) {
			checker := check.New()
			agenda.ReadSpeakers(checker, typed)
			equal(t, "in order", checker.OK("speakers"), false)
		})
	}
}

func TestASpeakerSurvivesTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Custom(func(t *rapid.T) string {
			return text.CleanTitle(rapid.StringOf(rapid.SampledFrom([]rune("佐a |\\"))).Draw(t, "part"))
		})
		want := models.Speaker{
			OrganizationJa: part.Draw(t, "organization"), NameJa: "名" + part.Draw(t, "name"),
			OrganizationEn: part.Draw(t, "organization in English"), NameEn: part.Draw(t, "name in English"),
		}
		checker := check.New()
		typed := agenda.WriteSpeakers([]models.SessionSpeaker{{Speaker: want}})
		got := agenda.ReadSpeakers(checker, typed)
		if len(got) != 1 || got[0].Speaker != want || checker.Err() != nil {
			t.Fatalf("%q became %+v, want %+v: %v", typed, got, want, checker.Err())
		}
	})
}

func TestASpeakerWhoIsNamedTwiceSpeaksOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.Speakers = "川崎市 | 市長\n川崎市｜市長\n進行役"
		equal(t, "speakers", f.written(f.add(in).ID), "川崎市 | 市長\n | 進行役")
	})
}

// written is the text of a session's speakers in its form.
func (f *fixture) written(id string) string {
	f.t.Helper()
	page, err := f.agenda.SessionPage(f.t.Context(), f.event, id)
	f.must(err)
	return page.Input.Speakers
}

// sessionsWithMayor makes two sessions with the same speaker. Only the first has the English name.
func (f *fixture) sessionsWithMayor() (first, second *agenda.SessionInput) {
	first, second = f.input("一", 0, 10), f.input("二", 5, 15)
	first.Speakers, second.Speakers = "川崎市 | 市長 | City | Mayor", "川崎市 | 市長"
	f.add(first)
	f.add(second)
	return first, second
}

func TestASpeakerOfTwoSessionsIsOne(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		equal(t, "speaker", f.session(first.ID).Speakers[0].SpeakerID, f.session(second.ID).Speakers[0].SpeakerID)
		equal(t, "in the second", f.written(second.ID), "川崎市 | 市長 | City | Mayor")
	})
}

func TestAnEnglishNameIsTakenAwayByWhoSawIt(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		f.save(f.session(second.ID), second)
		equal(t, "in the first", f.written(first.ID), "川崎市 | 市長")
	})
}

func TestAnEnglishNameMayBeGivenLater(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		second.Speakers = "川崎市 | 市長 | City of Kawasaki | The mayor"
		f.save(f.session(second.ID), second)
		equal(t, "in the first", f.written(first.ID), "川崎市 | 市長 | City of Kawasaki | The mayor")
	})
}

func TestASpeakerIsFoundInAnyWidth(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.input("一", 0, 10), f.input("二", 10, 20)
		first.Speakers, second.Speakers = "ＮＥＣ | 佐藤 一郎", "NEC | 佐藤一郎"
		one, two := f.add(first), f.add(second)
		equal(t, "the speaker of both", one.Speakers[0].SpeakerID, two.Speakers[0].SpeakerID)
		equal(t, "the name", two.Speakers[0].Speaker.OrganizationJa, "ＮＥＣ")
		corrected := f.save(two, second)
		equal(t, "the corrected name", corrected.Speakers[0].Speaker.OrganizationJa, "NEC")
		second.Speakers = "NEC | 髙橋\nNEC | 高橋"
		equal(t, "people of other kanji", len(f.save(corrected, second).Speakers), 2)
	})
}
