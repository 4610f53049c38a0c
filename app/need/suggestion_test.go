package need_test

import (
	"testing"

	"meguri/models"
)

// Themes with five voices or more are suggested, with the voice for which most voted. What is hidden does not count,
// and one of which a need was made is suggested no more, even once it is withdrawn.
func TestThemesWithManyVoicesSuggestNeeds(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		themes := []models.Theme{
			{ID: models.NewID(), Slug: "lists", TitleJa: "名簿"}, {ID: models.NewID(), Slug: "time", TitleJa: "時間"},
			{ID: models.NewID(), Slug: "few", TitleJa: "少ない"},
		}
		err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Themes().Replace(f.event, themes) })
		if err != nil {
			t.Fatal(err)
		}
		if themes, err = f.db.Query(t.Context()).Themes().OfEvent(f.event); err != nil || len(themes) != 3 {
			t.Fatal(themes, err)
		}
		say := func(theme *models.Theme, text string, state models.PostState, votes int) {
			t.Helper()
			post := &models.Post{
				ID: models.NewID(), EventID: f.event.ID, RequestID: models.NewID(), Author: "a pseudonym", ThemeID: &theme.ID,
				Kind: models.PostOpinion, Text: text, State: state, Votes: votes,
			}
			if err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Posts().Add(post) }); err != nil {
				t.Fatal(err)
			}
		}
		suggested := func() []suggestion {
			t.Helper()
			list, err := f.needs.Suggestions(t.Context(), f.at)
			if err != nil {
				t.Fatal(err)
			}
			var short []suggestion
			for _, s := range list {
				short = append(short, suggestion{s.Theme.TitleJa, s.Voices, s.Voice.Text})
			}
			return short
		}
		for range 4 {
			say(&themes[0], "名簿が三つ", models.PostPublished, 1)
			say(&themes[1], "時間がない", models.PostPublished, 0)
			say(&themes[2], "少ない", models.PostPublished, 0)
		}
		say(&themes[2], "隠した声", models.PostHidden, 9)
		if got := suggested(); got != nil {
			t.Fatalf("of four voices: %+v", got)
		}
		say(&themes[0], "名簿を一つに", models.PostPublished, 7)
		say(&themes[1], "朝の時間", models.PostPublished, 3)
		say(&themes[1], "同じ声", models.PostMerged, 8)
		got := suggested()
		want := []suggestion{{"時間", 6, "朝の時間"}, {"名簿", 5, "名簿を一つに"}}
		if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Fatalf("%+v", got)
		}

		list, err := f.needs.Suggestions(t.Context(), f.at)
		if err != nil {
			t.Fatal(err)
		}
		in := ready("朝の時間")
		in.Voice = list[0].Voice.ID
		made := f.make(in)
		if made.State != models.NeedDraft || made.Source != models.NeedByVoice {
			t.Errorf("%+v", made)
		}
		if got := suggested(); len(got) != 1 || got[0] != want[1] {
			t.Errorf("after a need was made of one: %+v", got)
		}
		if err := f.move(made.ID, models.NeedWithdrawn); err != nil {
			t.Fatal(err)
		}
		if got := suggested(); len(got) != 1 {
			t.Errorf("after it was withdrawn: %+v", got)
		}
		whole := models.NeedPlace{OrganizationID: f.event.OrganizationID}
		if list, err := f.needs.Suggestions(t.Context(), whole); err != nil || list != nil {
			t.Errorf("at the organization: %+v %v", list, err)
		}
	})
}

type suggestion struct {
	theme  string
	voices int
	text   string
}
