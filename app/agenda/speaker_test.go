package agenda_test

import (
	"strings"
	"testing"

	"meguri/app/agenda"
	"meguri/models"
)

func TestASpeakerWhoIsNamedTwiceSpeaksOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.SpeakersInput = speakers(mayor, mayor, models.Speaker{}, models.Speaker{NameJa: "進行役"})
		equal(t, "speakers", f.written(f.add(in).ID), "川崎市 市長 / 進行役")
	})
}

// written is the text of a session's speakers in its form.
func (f *fixture) written(id string) string {
	f.t.Helper()
	page, err := f.agenda.SessionPage(f.t.Context(), f.event, id)
	f.must(err)
	var names []string
	for _, s := range page.Input.List() {
		names = append(names, strings.Join(strings.Fields(strings.Join([]string{
			s.OrganizationJa, s.NameJa, s.OrganizationEn, s.NameEn,
		}, " ")), " "))
	}
	return strings.Join(names, " / ")
}

var (
	mayor   = models.Speaker{OrganizationJa: "川崎市", NameJa: "市長"}
	english = models.Speaker{OrganizationJa: "川崎市", NameJa: "市長", OrganizationEn: "City", NameEn: "Mayor"}
)

// sessionsWithMayor makes two sessions with the same speaker. Only the first has the English name.
func (f *fixture) sessionsWithMayor() (first, second *agenda.SessionInput) {
	first, second = f.input("一", 0, 10), f.input("二", 5, 15)
	first.SpeakersInput, second.SpeakersInput = speakers(english), speakers(mayor)
	f.add(first)
	f.add(second)
	return first, second
}

func TestASpeakerOfTwoSessionsIsOne(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		equal(t, "speaker", f.session(first.ID).Speakers[0].SpeakerID, f.session(second.ID).Speakers[0].SpeakerID)
		equal(t, "in the second", f.written(second.ID), "川崎市 市長 City Mayor")
	})
}

func TestAnEnglishNameIsTakenAwayByWhoSawIt(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		f.save(f.session(second.ID), second)
		equal(t, "in the first", f.written(first.ID), "川崎市 市長")
	})
}

func TestAnEnglishNameMayBeGivenLater(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.sessionsWithMayor()
		second.SpeakersInput = speakers(models.Speaker{
			OrganizationJa: "川崎市", NameJa: "市長", OrganizationEn: "City of Kawasaki", NameEn: "The mayor",
		})
		f.save(f.session(second.ID), second)
		equal(t, "in the first", f.written(first.ID), "川崎市 市長 City of Kawasaki The mayor")
	})
}

func TestASpeakerIsFoundInAnyWidth(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first, second := f.input("一", 0, 10), f.input("二", 10, 20)
		first.SpeakersInput = speakers(models.Speaker{OrganizationJa: "ＮＥＣ", NameJa: "佐藤 一郎"})
		second.SpeakersInput = speakers(models.Speaker{OrganizationJa: "NEC", NameJa: "佐藤一郎"})
		one, two := f.add(first), f.add(second)
		equal(t, "the speaker of both", one.Speakers[0].SpeakerID, two.Speakers[0].SpeakerID)
		equal(t, "the name", two.Speakers[0].Speaker.OrganizationJa, "ＮＥＣ")
		corrected := f.save(two, second)
		equal(t, "the corrected name", corrected.Speakers[0].Speaker.OrganizationJa, "NEC")
		second.SpeakersInput = speakers(
			models.Speaker{OrganizationJa: "NEC", NameJa: "髙橋"}, models.Speaker{OrganizationJa: "NEC", NameJa: "高橋"})
		equal(t, "people of other kanji", len(f.save(corrected, second).Speakers), 2)
	})
}

func TestACorrectedOrganizationKeepsTheSpeaker(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := f.input("開会", 0, 10)
		in.SpeakersInput = speakers(mayor)
		before := f.add(in)
		in.SpeakersInput = speakers(models.Speaker{OrganizationJa: "川崎市役所", NameJa: "市長", RoleJa: "あいさつ"})
		after := f.save(before, in)
		equal(t, "the speaker", after.Speakers[0].SpeakerID, before.Speakers[0].SpeakerID)
		equal(t, "the role", after.Speakers[0].Speaker.RoleJa, "あいさつ")
	})
}
