package voice_test

import (
	"sync"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// Some vote, some vote and take it back, in several tabs at once, for two voices.
func TestVotesOfAMomentAreCountedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		author := f.person()
		first, second := f.says(author, "月に2時間"), f.says(author, "夜だけ")
		var voting sync.WaitGroup
		for i := range 24 {
			r := f.person()
			for range 2 { // tabs
				voting.Go(func() {
					f.votes(r, first, true)
					if i%3 == 0 {
						f.votes(r, second, true)
						f.votes(r, second, false)
					}
				})
			}
			voting.Go(func() {
				if _, err := f.Vote(t.Context(), f.event, author, first.ID, true); models.CodeOf(err) != models.CodeConflict {
					t.Error("one's own beside others' votes:", err)
				}
				if _, err := f.Vote(t.Context(), f.event, r, "none", true); models.CodeOf(err) != models.CodeNotFound {
					t.Error("for what is none beside others' votes:", err)
				}
			})
		}
		voting.Wait()
		stored := func(statement string) []string { return modelstest.Texts(t, db, statement) }
		apptest.Equal(t, "rows", stored("SELECT COUNT(*) FROM post_votes WHERE post_id = '"+first.ID+"'"), []string{"24"})
		apptest.Equal(t, "counts", stored("SELECT votes FROM posts ORDER BY votes"), []string{"0", "24"})
		apptest.Equal(t, "again", f.votes(f.person(), first, true), 25)
	})
}
