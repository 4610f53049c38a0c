package need_test

import (
	"context"
	"sync"
	"testing"

	"meguri/app/need"
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
				short = append(short, suggestion{s.TitleJa, s.Count, s.Text})
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
		in.Voice = list[0].Voice
		made := f.make(in)
		if made.State != models.NeedDraft || made.Source != models.NeedByVoice {
			t.Errorf("%+v", made)
		}
		if got := suggested(); len(got) != 1 || got[0] != want[1] {
			t.Errorf("after a need was made of one: %+v", got)
		}
		again := &need.TakeInput{Kind: models.OriginTheme, ID: list[0].ID}
		if n, isNew, err := f.needs.Take(t.Context(), f.at, again); err != nil || isNew || n.ID != made.ID {
			t.Errorf("on a page of before: %+v %v %v", n, isNew, err)
		}
		say(&themes[1], "もっと時間を", models.PostPublished, 99) // leads the theme now, of which a need was made
		_, _, err = f.needs.Take(t.Context(), f.at, again)
		f.expect("another voice of the theme", err, models.CodeConflict, "made_already")
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

// Of one thing one need is made: also where coordinators press at once, and where the suggestions that they see share a
// voice. Who comes later is led to the need that is there.
func TestOneOriginBecomesOneNeed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		post := &models.Post{
			ID: models.NewID(), EventID: f.event.ID, RequestID: models.NewID(), Author: "a pseudonym",
			Kind: models.PostOpinion, Text: "名簿が三つ", State: models.PostPublished,
		}
		if err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Posts().Add(post) }); err != nil {
			t.Fatal(err)
		}
		card := need.Suggestion{
			Origin: models.Origin{Kind: models.OriginCard, ID: models.NewID()}, TitleJa: "名簿が\n三つ", Text: "名簿が三つ",
			Count: 9, Voice: post.ID,
		}
		code := need.Suggestion{Origin: models.Origin{Kind: models.OriginCode, ID: models.NewID()}, TitleJa: "事務", Count: 5}
		few := need.Suggestion{Origin: models.Origin{Kind: models.OriginCode, ID: models.NewID()}, TitleJa: "少し", Count: 4}
		again := card
		again.ID = models.NewID() // another card of the same voice
		f.needs.Suggest = append(f.needs.Suggest, func(context.Context, *models.Event) ([]need.Suggestion, error) {
			return []need.Suggestion{code, card, again, few}, nil
		})
		take := func(of models.Origin) (*models.Need, bool, error) {
			return f.needs.Take(t.Context(), f.at, &need.TakeInput{Kind: of.Kind, ID: of.ID, Lang: "ja"})
		}
		if _, _, err := take(few.Origin); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("of four: %v", err)
		}
		const coordinators = 6
		var wait sync.WaitGroup
		made, fresh := make([]*models.Need, coordinators), make([]bool, coordinators)
		for i := range coordinators {
			wait.Go(func() {
				var err error
				if made[i], fresh[i], err = take([]models.Origin{card.Origin, again.Origin}[i%2]); err != nil {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		wait.Wait()
		firsts := 0
		for i := range coordinators {
			if fresh[i] {
				firsts++
			}
			if made[i] == nil || made[i].ID != made[0].ID {
				t.Fatalf("another need: %+v", made[i])
			}
		}
		if firsts != 1 || made[0].Title != "名簿が 三つ" || made[0].Source != models.NeedByCard {
			t.Errorf("%d made one: %+v", firsts, made[0])
		}
		in := ready("名簿")
		in.Voice = post.ID
		_, err := f.needs.Create(t.Context(), f.at, in)
		f.expect("the voice once more", err, models.CodeConflict, "made_already")
		n, isNew, err := take(code.Origin)
		if err != nil || !isNew || n.Trouble != "" || n.Title != "事務" || n.Source != models.NeedBySurvey {
			t.Errorf("%+v %v", n, err)
		}
		if err := f.move(n.ID, models.NeedWithdrawn); err != nil {
			t.Fatal(err)
		}
		if list, err := f.needs.Suggestions(t.Context(), f.at); err != nil || len(list) != 0 {
			t.Errorf("once made: %+v %v", list, err)
		}
		board, err := f.needs.BoardPage(t.Context(), f.at, &need.Filter{})
		if err != nil || len(board.Needs) != 2 {
			t.Errorf("%d needs: %v", len(board.Needs), err)
		}
	})
}
