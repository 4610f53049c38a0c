package consensus_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/consensus"
	"meguri/app/service/link"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

var noon = time.Date(2026, 9, 20, 12, 0, 0, 0, time.UTC)

// fixture is an event with a round of cards that staff wrote.
type fixture struct {
	*consensus.Service
	t     *testing.T
	db    *models.DB
	event *models.Event
	round *models.ConsensusRound
	cards []models.Statement
	now   time.Time
}

func newFixture(t *testing.T, db *models.DB, cards int) *fixture {
	t.Helper()
	f := &fixture{
		Service: consensus.New(db, link.New([]byte("a key"))), t: t, db: db,
		event: modelstest.Summit(t, db, "s"+models.NewID()), now: noon,
	}
	f.event.State = models.EventPublished
	db.SetClock(func() time.Time { return f.now })
	var lines []string
	for i := range cards {
		lines = append(lines, fmt.Sprintf("意見%d", i))
	}
	in := &consensus.RoundInput{TitleJa: "時間", Minutes: 3, Lines: strings.Join(lines, "\n")}
	round, err := f.Create(t.Context(), f.event, in)
	f.must(err)
	f.must(f.Save(t.Context(), f.event, round.ID, in))
	f.round = round
	f.cards, err = db.Query(t.Context()).Consensus().Statements(round)
	f.must(err)
	return f
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) start() {
	f.t.Helper()
	f.must(f.Start(f.t.Context(), f.event, f.round.ID))
}

// people registers many at once.
func (f *fixture) people(n int) []models.Registration {
	f.t.Helper()
	first := modelstest.Registration(f.t, f.db, f.event, "online")
	list := []models.Registration{*first}
	for range n - 1 {
		other := *first
		other.ID = models.NewID()
		other.Code, other.RequestID, other.LinkHash, other.Email = other.ID, other.ID, other.ID, other.ID+"@mail.example"
		other.EmailKey = other.Email
		list = append(list, other)
	}
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		rows := slices.Clone(list[1:])
		return tx.Registrations().InsertMany(rows)
	})
	return list
}

func (f *fixture) says(r *models.Registration, card int, stance models.StanceKind) error {
	in := &consensus.AnswerInput{Statement: f.cards[card].ID, Stance: stance}
	return f.Answer(f.t.Context(), f.event, r, f.round.ID, in)
}

// twoMinds has people answer all cards: they agree on the first three, the rest divides them by who comes first.
func (f *fixture) twoMinds(people []models.Registration, first int) {
	f.t.Helper()
	for i := range people {
		for card := range f.cards {
			stance := models.StanceAgree
			if card >= 3 && (card%2 == 0) == (i < first) {
				stance = models.StanceDisagree
			}
			f.must(f.says(&people[i], card, stance))
		}
	}
}

func TestARoundShowsGroupsAndWhatUnitesThem(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 10)
		people := f.people(16)
		if err := f.says(&people[0], 0, models.StanceAgree); models.CodeOf(err) != models.CodeConflict {
			t.Errorf("before it is open: %v", err)
		}
		f.start()
		f.twoMinds(people, 9)
		t.Run("one's own place is seen by oneself", func(t *testing.T) {
			own, err := f.RoomMap(t.Context(), f.event, &people[15], f.round.ID)
			f.must(err)
			apptest.Equal(t, "own group", own.Own.Letter, "B")
			apptest.Equal(t, "in the picture", own.Drawing.Own != nil, true)
			all, err := f.Map(t.Context(), f.event, f.round.ID)
			f.must(err)
			apptest.Equal(t, "for others", all.Own == nil && all.Drawing.Own == nil, true)
		})
		cards, err := f.AgreedCards(t.Context(), f.event)
		f.must(err)
		apptest.Equal(t, "cards for needs while it is open", len(cards), 0)
		f.must(f.Close(t.Context(), f.event, f.round.ID))
		cards, err = f.AgreedCards(t.Context(), f.event)
		f.must(err)
		apptest.Equal(t, "cards for needs", len(cards), 3)
		apptest.Equal(t, "who agrees", cards[0].People, 16)
		m, err := f.Map(t.Context(), f.event, f.round.ID)
		f.must(err)
		apptest.Equal(t, "groups", len(m.Groups), 2)
		apptest.Equal(t, "people of the first", m.Groups[0].People, 9)
		apptest.Equal(t, "agreed", len(m.Agreed), 3)
		apptest.Equal(t, "share of the second group", m.Agreed[0].Shares[1].Percent, 100)
		apptest.Equal(t, "divided", m.Divided[0].Shares[0].Percent+m.Divided[0].Shares[1].Percent, 100)
		t.Run("after it is closed nobody answers", func(t *testing.T) {
			if err := f.says(&people[0], 0, models.StanceAgree); models.CodeOf(err) != models.CodeConflict {
				t.Errorf("error %v", err)
			}
		})
		t.Run("everybody sees it only once it is public", func(t *testing.T) {
			if _, err := f.PublicMap(t.Context(), f.event, f.round.ID); models.CodeOf(err) != models.CodeNotFound {
				t.Errorf("error %v", err)
			}
			f.must(f.Publish(t.Context(), f.event, f.round.ID, true))
			_, err := f.PublicMap(t.Context(), f.event, f.round.ID)
			f.must(err)
		})
	})
}

// Phones that show the map ask only when they hear of a change.
func TestTheRoomHearsOfAnswersAndOfTheEnd(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 3)
		var heard []models.Change
		db.OnChange(func(c models.Change) { heard = append(heard, c) })
		told := func(of string, do func()) {
			t.Helper()
			heard = nil
			do()
			want := models.Change{EventID: f.event.ID, Watchers: models.ForRoom, Part: models.PartMap}
			apptest.Equal(t, of, slices.Compact(heard), []models.Change{want})
		}
		told("the begin", f.start)
		people := f.people(1)
		told("an answer", func() {
			in := &consensus.AnswerInput{Statement: f.cards[0].ID, Stance: models.StanceAgree}
			f.must(f.Answer(t.Context(), f.event, &people[0], f.round.ID, in))
		})
		told("the end", func() { f.must(f.Close(t.Context(), f.event, f.round.ID)) })
	})
}

func TestFewPeopleGetNoResult(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 5)
		f.start()
		f.twoMinds(f.people(9), 4)
		f.must(f.Close(t.Context(), f.event, f.round.ID))
		m, err := f.Map(t.Context(), f.event, f.round.ID)
		f.must(err)
		apptest.Equal(t, "groups and agreed", len(m.Groups)+len(m.Agreed), 0)
		apptest.Equal(t, "enough", m.Enough, false)
	})
}

func TestCardsGoOnUntilAllAreAnswered(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 4)
		f.start()
		person, seen := f.people(1)[0], map[string]bool{}
		last := ""
		for range f.cards {
			page, err := f.Cards(t.Context(), f.event, &person, f.round.ID, "", last)
			f.must(err)
			seen[page.Card.ID], last = true, page.Card.ID
			in := &consensus.AnswerInput{Statement: last, Stance: models.StanceUnsure}
			f.must(f.Answer(t.Context(), f.event, &person, f.round.ID, in))
			f.must(f.Answer(t.Context(), f.event, &person, f.round.ID, in)) // two tabs
		}
		apptest.Equal(t, "cards", len(seen), 4)
		page, err := f.Cards(t.Context(), f.event, &person, f.round.ID, "", last)
		f.must(err)
		apptest.Equal(t, "no card is left", page.Card == nil && page.Answered == 4, true)
		apptest.Equal(t, "stances", len(modelstest.Texts(t, db, "SELECT kind FROM stances")), 4)
		t.Run("one answers a card again", func(t *testing.T) {
			again, err := f.Cards(t.Context(), f.event, &person, f.round.ID, last, "")
			f.must(err)
			apptest.Equal(t, "given", again.Given, models.StanceUnsure)
			in := &consensus.AnswerInput{Statement: last, Stance: models.StanceAgree}
			f.must(f.Answer(t.Context(), f.event, &person, f.round.ID, in))
			agree := modelstest.Texts(t, db, "SELECT kind FROM stances WHERE kind = 'agree'")
			apptest.Equal(t, "stances that agree", len(agree), 1)
		})
	})
}

// The attacker has the whole database and not the key.
func TestACopyOfTheDatabaseJoinsNoAnswers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 10)
		people := f.people(12)
		f.start()
		f.twoMinds(people, 6)
		voters := modelstest.Texts(t, db, "SELECT DISTINCT voter FROM stances")
		apptest.Equal(t, "each answer has a pseudonym of its own", len(voters), 120)
		f.must(f.Close(t.Context(), f.event, f.round.ID))
		rows := modelstest.Texts(t, db, "SELECT voter FROM stances")
		if db.Engine == models.SQLite { // the rows as they lie in the file
			rows = modelstest.Texts(t, db, "SELECT voter FROM stances NOT INDEXED ORDER BY rowid")
		}
		apptest.Equal(t, "the rows are in no order of people", slices.IsSorted(rows), true)
		for _, row := range append(rows, modelstest.Texts(t, db, "SELECT result FROM consensus_rounds")...) {
			for i := range people {
				if strings.Contains(row, people[i].ID) {
					t.Errorf("%q leads to a person", row)
				}
			}
		}
	})
}

func TestAVoiceThatIsTakenBackIsNoCard(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 3)
		post := &models.Post{
			ID: models.NewID(), EventID: f.event.ID, RequestID: "r", Author: "a", Kind: models.PostOpinion, Text: "取り下げる声",
			State: models.PostPublished,
		}
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Posts().Add(post) })
		round, err := f.Create(t.Context(), f.event, &consensus.RoundInput{TitleJa: "声", Minutes: 3})
		f.must(err)
		cards, err := db.Query(t.Context()).Consensus().Statements(round)
		f.must(err)
		apptest.Equal(t, "the voice is a card", cards[0].Says(), "取り下げる声")
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Posts().Change(post, map[string]any{"state": models.PostWithdrawn, "text": ""})
		})
		cards, err = db.Query(t.Context()).Consensus().Statements(round)
		f.must(err)
		apptest.Equal(t, "taken back", cards[0].Says(), "")
	})
}

func TestARoundIsCheckedBeforeItOpens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db, 2)
		err := f.Start(t.Context(), f.event, f.round.ID)
		apptest.Equal(t, "with two cards", models.CodeOf(err), models.CodeConflict)
		_, err = f.Create(t.Context(), f.event, &consensus.RoundInput{Minutes: 0, Lines: strings.Repeat("長", 121)})
		apptest.Equal(t, "nothing filled in", models.CodeOf(err), models.CodeInvalid)
		person := f.people(1)[0]
		err = f.says(&person, 0, "maybe")
		apptest.Equal(t, "no stance", models.CodeOf(err), models.CodeInvalid)
	})
}
