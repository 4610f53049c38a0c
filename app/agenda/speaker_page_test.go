package agenda_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"meguri/app/agenda"
	"meguri/models"
)

// portrait is a picture as a browser sends it.
func portrait(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// presented is the mayor with a biography and a portrait, in one session.
func (f *fixture) presented(t *testing.T) (session *agenda.SessionInput, speakerID string) {
	t.Helper()
	session = f.input("一", 0, 10)
	session.SpeakersInput = speakers(mayor)
	f.add(session)
	speakerID = f.session(session.ID).Speakers[0].SpeakerID
	f.must(f.agenda.SaveSpeaker(t.Context(), f.event, speakerID, &agenda.SpeakerInput{
		NameJa: "市長", OrganizationJa: "川崎市", AboutJa: "市民と歩いて8年。", Portrait: portrait(t),
	}))
	return session, speakerID
}

func (f *fixture) speaker(t *testing.T, id string) *models.Speaker {
	t.Helper()
	page, err := f.agenda.SpeakerPage(t.Context(), f.event, id)
	f.must(err)
	return &page.Speaker
}

func (f *fixture) hasPicture(t *testing.T, id *string) bool {
	t.Helper()
	_, err := f.db.Query(t.Context()).Pictures().ByID(*id)
	return err == nil
}

func TestWhatWasWrittenAboutASpeakerOutlivesTheSession(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		session, id := f.presented(t)
		session.SpeakersInput = speakers(models.Speaker{NameJa: "進行役"})
		f.save(f.session(session.ID), session)
		kept := f.speaker(t, id)
		equal(t, "biography", kept.AboutJa, "市民と歩いて8年。")
		equal(t, "portrait", f.hasPicture(t, kept.PortraitID), true)
	})
}

func TestAFileThatIsNoPortraitIsRefusedBesideTheField(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, id := f.presented(t)
		in := &agenda.SpeakerInput{NameJa: "市長", Portrait: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}
		err := f.agenda.SaveSpeaker(t.Context(), f.event, id, in)
		equal(t, "code", models.CodeOf(err), models.CodeInvalid)
		equal(t, "biography", f.speaker(t, id).AboutJa, "市民と歩いて8年。")
	})
}

func TestTwoEntriesOfOnePersonBecomeOne(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, presented := f.presented(t)
		second := f.input("二", 20, 30)
		second.SpeakersInput = speakers(models.Speaker{NameJa: "川崎市長", NameEn: "Mayor"})
		f.add(second)
		plain := f.session(second.ID).Speakers[0].SpeakerID
		f.must(f.agenda.MergeSpeaker(t.Context(), f.event, plain, agenda.MergeInput{With: presented}))
		page, err := f.agenda.SpeakersPage(t.Context(), f.event)
		f.must(err)
		equal(t, "entries", len(page.Speakers), 1)
		equal(t, "sessions", len(page.Speakers[0].Sessions), 2)
		kept := f.speaker(t, plain)
		equal(t, "name", kept.NameJa, "川崎市長")
		equal(t, "biography", kept.AboutJa, "市民と歩いて8年。")
		equal(t, "portrait", f.hasPicture(t, kept.PortraitID), true)

		picture := kept.PortraitID
		f.must(f.agenda.DeleteSpeaker(t.Context(), f.event, plain))
		equal(t, "portrait of who is gone", f.hasPicture(t, picture), false)
		equal(t, "speakers of the session", len(f.session(second.ID).Speakers), 0)
	})
}

func TestASpeakerWhoWasAddedBeforeTheirSessionStays(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := &agenda.SpeakerInput{ID: models.NewID(), NameJa: "小田 栞", Kana: "おだ しおり", OrganizationJa: "さいわい大学"}
		f.must(f.agenda.AddSpeaker(t.Context(), f.event, in))
		f.must(f.agenda.AddSpeaker(t.Context(), f.event, in)) // the form was sent twice
		session, _ := f.presented(t)
		f.save(f.session(session.ID), session) // removes who is unused
		page, err := f.agenda.SpeakersPage(t.Context(), f.event)
		f.must(err)
		equal(t, "speakers", len(page.Speakers), 2)
		added := f.speaker(t, in.ID)
		equal(t, "reading", added.Kana, "オダ シオリ")
		session.SpeakersInput = speakers(models.Speaker{NameJa: "小田栞", OrganizationJa: "さいわい大学"})
		f.save(f.session(session.ID), session)
		equal(t, "who speaks", f.session(session.ID).Speakers[0].SpeakerID, in.ID)
	})
}

func TestOnePersonKeepsWhatWasWrittenOfBoth(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, mayor := f.presented(t)
		other := &agenda.SpeakerInput{ID: models.NewID(), NameJa: "川崎市長", Kana: "かわさきしちょう", AboutJa: "前は看護師。"}
		f.must(f.agenda.AddSpeaker(t.Context(), f.event, other))
		page, err := f.agenda.MergePage(t.Context(), f.event, other.ID, mayor)
		f.must(err)
		equal(t, "sessions of both", len(page.Merged), 1)
		f.must(f.agenda.MergeSpeaker(t.Context(), f.event, other.ID, agenda.MergeInput{With: mayor}))
		kept := f.speaker(t, other.ID)
		equal(t, "biography", kept.AboutJa, "前は看護師。\n\n市民と歩いて8年。")
		equal(t, "reading", kept.Kana, "カワサキシチョウ")
		equal(t, "portrait", f.hasPicture(t, kept.PortraitID), true)
		_, err = f.agenda.MergePage(t.Context(), f.event, other.ID, mayor)
		equal(t, "who is gone", models.CodeOf(err), models.CodeNotFound)
	})
}
