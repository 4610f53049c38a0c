package voice_test

import (
	"slices"
	"strings"
	"testing"

	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/app/voice"
	"meguri/models"
	"meguri/models/modelstest"
)

// The attacker has the whole database and not the key, and knows one voice of each person, which has their name.
func TestACopyOfTheDatabaseNamesNoAuthor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		for _, r := range []*models.Registration{hanako, taro} {
			_, err := f.Write(t.Context(), f.event, r, &voice.Input{Kind: models.PostOpinion, Text: "名前つき", Named: true})
			f.must(err)
		}
		secret, other := f.says(hanako, "上司には言えません"), f.says(hanako, "ほかにも")
		f.votes(taro, secret, true)
		f.votes(taro, other, true)
		f.must(f.decide(secret, voice.DecisionInput{Decision: voice.DecidePin}))
		stored := func(statement string) []string { return modelstest.Texts(t, db, statement) }
		t.Run("its row leads to no registration", func(t *testing.T) {
			rows := stored("SELECT id || author || request_id FROM posts WHERE registration_id IS NULL")
			rows = append(rows, stored("SELECT post_id || voter FROM post_votes")...)
			rows = append(rows, stored("SELECT id || post_id || reason || text FROM post_steps")...)
			apptest.Equal(t, "rows", len(rows), 13) // two voices, two votes, nine steps
			for _, row := range rows {
				for _, known := range []string{hanako.ID, taro.ID, hanako.Code, hanako.LinkHash, hanako.RequestID} {
					if known != "" && strings.Contains(row, known) {
						t.Errorf("%q leads to %q", row, known)
					}
				}
			}
		})
		t.Run("the pseudonym of named voices is another one", func(t *testing.T) {
			named := stored("SELECT author FROM posts WHERE registration_id IS NOT NULL")
			apptest.Equal(t, "named voices", len(named), 2)
			apptest.Equal(t, "the anonymous one among them", slices.Contains(named, secret.Author), false)
		})
		t.Run("votes of one person cannot be joined", func(t *testing.T) {
			voters := stored("SELECT DISTINCT voter FROM post_votes")
			apptest.Equal(t, "pseudonyms of two votes", len(voters), 2)
			apptest.Equal(t, "an author's among them", slices.Contains(voters, secret.Author), false)
		})
		t.Run("without the key nothing can be tried", func(t *testing.T) {
			apptest.Equal(t, "author by another key", link.New([]byte("guess")).Author(hanako.ID, false) == secret.Author, false)
		})
		t.Run("nothing else tells of it", func(t *testing.T) {
			for _, a := range modelstest.Activities(t, db, f.event) {
				if a.SubjectID == secret.ID {
					t.Errorf("an activity: %v", a)
				}
			}
		})
	})
}

func TestTheOriginOfFewIsNotKept(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		apptest.Equal(t, "mode", f.says(f.person(), "ここだけの話").Mode, models.Mode(""))
		for range 5 {
			f.attends(f.person())
		}
		apptest.Equal(t, "with nobody at the venue", f.says(f.person(), "まだ").Mode, models.Mode(""))
		for range 5 {
			f.attends(modelstest.Registration(t, db, f.event, "venue"))
		}
		apptest.Equal(t, "with five on each side", f.says(f.person(), "もう大丈夫").Mode, models.ModeOnline)
	})
}

// attends stores that the person was there.
func (f *fixture) attends(r *models.Registration) {
	f.t.Helper()
	f.must(f.db.InTx(f.t.Context(), func(tx *models.Tx) error {
		return tx.InsertRows([]models.Presence{{
			ID: models.NewID(), EventID: f.event.ID, RegistrationID: r.ID, Tab: "t", StartedAt: tx.Now, SeenAt: tx.Now,
		}})
	}))
}

// A recording shows the stage: there is no name of somebody who does not want to be in recordings.
func TestTheStageNamesNobodyWhoAvoidsRecordings(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		hanako, taro := f.person(), f.person()
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Registrations().SetRecording(taro, models.PhotoNo)
		})
		for _, r := range []*models.Registration{hanako, taro} {
			in := &voice.Input{Kind: models.PostOpinion, Text: "名前のある声", Named: true}
			_, err := f.Write(t.Context(), f.event, r, in)
			f.must(err)
		}
		page, err := f.StagePage(t.Context(), f.event, "")
		f.must(err)
		named := []string{}
		for _, v := range page.Voices {
			if v.Registration != nil {
				named = append(named, v.Registration.ID)
			}
		}
		apptest.Equal(t, "voices", len(page.Voices), 2)
		apptest.Equal(t, "named", strings.Join(named, " "), hanako.ID)
	})
}
