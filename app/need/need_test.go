package need_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/need"
	"meguri/app/service/words"
	"meguri/models"
	"meguri/models/modelstest"
)

type fixture struct {
	t     *testing.T
	db    *models.DB
	event *models.Event
	at    models.NeedPlace
	needs *need.Service
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := &fixture{t: t, db: db, event: modelstest.Summit(t, db, "here")}
		f.at = need.AtEvent(f.event)
		f.needs = need.New(db, need.Options{Count: func(_ context.Context, r *words.Request) ([]words.Word, error) {
			return words.Count(r)
		}, Mark: func(of, key string) string { return of + "\n" + key }})
		test(t, f)
	})
}

func ready(title string) *need.Input {
	return &need.Input{
		Title: title, Trouble: "会員の名簿が三つに分かれています。", Task: "重なりを見つける", Effort: models.EffortHour,
		Way: models.NeedOnline, ContactName: "事務局", ContactPhone: "044-000-0000",
	}
}

func (f *fixture) make(in *need.Input) *models.Need {
	f.t.Helper()
	n, err := f.needs.Create(f.t.Context(), f.at, in)
	if err != nil {
		f.t.Fatal(err)
	}
	return n
}

func (f *fixture) read(id string) *models.Need {
	f.t.Helper()
	page, err := f.needs.DeskPage(f.t.Context(), f.at, id)
	if err != nil {
		f.t.Fatal(err)
	}
	return page.Need
}

func (f *fixture) move(id string, to models.NeedState) error {
	return f.needs.Move(f.t.Context(), f.at, id, &need.MoveInput{Version: f.read(id).Version, To: to, TalkingWith: "部員A"})
}

func (f *fixture) expect(what string, err error, code models.Code, key string) {
	f.t.Helper()
	if models.CodeOf(err) != code || err == nil || !strings.Contains(err.Error(), key) {
		f.t.Errorf("%s: %v", what, err)
	}
}

func TestANeedGoesThroughItsStates(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		n := f.make(ready("名簿を一つにしたい"))
		f.expect("a draft is not done", f.move(n.ID, models.NeedDone), models.CodeConflict, "")
		f.expect("no such state", f.move(n.ID, "gone"), models.CodeInvalid, "")
		if _, err := f.needs.Shown(t.Context(), n.ID); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("a draft is shown: %v", err)
		}
		for _, to := range []models.NeedState{models.NeedOpen, models.NeedTalking, models.NeedTaken, models.NeedDone} {
			if err := f.move(n.ID, to); err != nil {
				t.Fatalf("%s: %v", to, err)
			}
		}
		if n := f.read(n.ID); n.KeepUntil == nil || n.TalkingWith != "部員A" {
			t.Errorf("%+v", n)
		}
		f.expect("done is the end", f.move(n.ID, models.NeedOpen), models.CodeConflict, "")
	})
}

// A need withdrawn while somebody talks about it: it is gone from the list, who talks stays noted, so that they can be
// told; whom to ask is erased after a while.
func TestANeedIsWithdrawnWhileSomebodyTalks(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		t.Cleanup(func() { f.db.SetClock(time.Now) })
		n := f.make(ready("名簿を一つにしたい"))
		for _, to := range []models.NeedState{models.NeedOpen, models.NeedTalking} {
			if err := f.move(n.ID, to); err != nil {
				t.Fatal(err)
			}
		}
		seen := f.read(n.ID).Version
		if err := f.move(n.ID, models.NeedWithdrawn); err != nil {
			t.Fatal(err)
		}
		// Another coordinator, who has the page of before, settles it.
		err := f.needs.Move(t.Context(), f.at, n.ID, &need.MoveInput{Version: seen, To: models.NeedTaken})
		f.expect("taken after it was withdrawn", err, models.CodeConflict, "")
		list, err := f.needs.ListPage(t.Context(), &need.Filter{})
		if err != nil || list.Total != 0 {
			t.Errorf("%v %v", list, err)
		}
		if got := f.read(n.ID).TalkingWith; got != "部員A" {
			t.Errorf("who talks: %q", got)
		}
		later := f.db.Now().Add(200 * 24 * time.Hour)
		f.db.SetClock(func() time.Time { return later })
		if err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.DeleteExpired() }); err != nil {
			t.Fatal(err)
		}
		if got := f.read(n.ID); got.ContactName+got.ContactPhone+got.TalkingWith != "" {
			t.Errorf("still known: %+v", got)
		}
	})
}

func TestHelpAtHomeNeedsAnAgreement(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, mark := range []func(*need.Input){
			func(in *need.Input) { in.AtHome = true }, func(in *need.Input) { in.WithMinors = true },
		} {
			in := ready("設定を手伝ってほしい")
			mark(in)
			n := f.make(in)
			for _, to := range []models.NeedState{models.NeedOpen, models.NeedTalking} {
				if err := f.move(n.ID, to); err != nil {
					t.Fatal(err)
				}
			}
			f.expect("taken without one", f.move(n.ID, models.NeedTaken), models.CodeInvalid, "agreement_missing")
			agree := func(text string) error {
				return f.needs.Agree(t.Context(), f.at, n.ID, &need.AgreementInput{Version: f.read(n.ID).Version, Agreement: text})
			}
			f.expect("an empty one", agree(" "), models.CodeInvalid, "")
			if err := agree("職員が立ち会います。"); err != nil {
				t.Fatal(err)
			}
			// What it was for changes: it lapses.
			changed := need.InputOf(f.read(n.ID))
			changed.AtHome, changed.WithMinors = true, true
			if err := f.needs.Save(t.Context(), f.at, n.ID, changed); err != nil {
				t.Fatal(err)
			}
			f.expect("taken by an old one", f.move(n.ID, models.NeedTaken), models.CodeInvalid, "agreement_missing")
			if err := agree("職員が立ち会います。"); err != nil {
				t.Fatal(err)
			}
			if err := f.move(n.ID, models.NeedTaken); err != nil {
				t.Error(err)
			}
			// It is under way: what was agreed stays what it is for.
			other := need.InputOf(f.read(n.ID))
			other.AtHome, other.WithMinors = false, true
			f.expect("another help", f.needs.Save(t.Context(), f.at, n.ID, other), models.CodeConflict, "taken_already")
		}
		n := f.make(ready("名簿を一つにしたい"))
		err := f.needs.Agree(t.Context(), f.at, n.ID, &need.AgreementInput{Version: 1, Agreement: "何か"})
		f.expect("nothing to agree", err, models.CodeConflict, "")
	})
}

func TestReadinessExplains(t *testing.T) {
	now := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	whole := models.Need{
		Title: "t", Trouble: "t", Better: "b", Means: "m", Task: "t", Deliverable: "d", Theme: "digital",
		Effort: models.EffortMonths, Way: models.NeedOnSite, Place: "p", Deadline: "2026-11-29", ContactName: "n",
		ContactEmail: "n@mail.example",
	}
	if gaps := need.Readiness(&whole, now); len(gaps) > 0 {
		t.Errorf("%v", gaps)
	}
	for key, c := range map[string]struct {
		blocks bool
		change func(n *models.Need)
	}{
		"trouble": {true, func(n *models.Need) { n.Trouble = "" }}, "task": {true, func(n *models.Need) { n.Task = "" }},
		"effort":        {true, func(n *models.Need) { n.Effort = "" }},
		"way":           {true, func(n *models.Need) { n.Way = "" }},
		"contact":       {true, func(n *models.Need) { n.ContactEmail = "" }},
		"deadline_past": {true, func(n *models.Need) { n.Deadline = "2026-11-28" }},
		"theme":         {false, func(n *models.Need) { n.Theme = "" }},
		"better":        {false, func(n *models.Need) { n.Better = "" }},
		"deliverable":   {false, func(n *models.Need) { n.Deliverable = "" }},
		"deadline":      {false, func(n *models.Need) { n.Deadline = "" }},
		"place":         {false, func(n *models.Need) { n.Place = "" }},
		"means":         {false, func(n *models.Need) { n.Means = "" }},
		"agreement":     {false, func(n *models.Need) { n.WithMinors = true }},
	} {
		n := whole
		c.change(&n)
		if gaps := need.Readiness(&n, now); !slices.Equal(gaps, []need.Gap{{Key: key, Blocks: c.blocks}}) {
			t.Errorf("%s: %v", key, gaps)
		}
	}
}

func TestAnOpenNeedStaysReady(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		bare := f.make(&need.Input{Title: "名簿"})
		f.expect("opened as it is", f.move(bare.ID, models.NeedOpen), models.CodeInvalid, "not_ready")
		n := f.make(ready("名簿を一つにしたい"))
		if err := f.move(n.ID, models.NeedOpen); err != nil {
			t.Fatal(err)
		}
		in := need.InputOf(f.read(n.ID))
		in.Task = ""
		f.expect("without a task", f.needs.Save(t.Context(), f.at, n.ID, in), models.CodeInvalid, "not_ready")
	})
}

func TestWhatIsTypedIsHeldToLimits(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, change := range map[string]func(*need.Input){
			"title":         func(in *need.Input) { in.Title = "" },
			"trouble":       func(in *need.Input) { in.Trouble = strings.Repeat("長", 1001) },
			"task":          func(in *need.Input) { in.Task = strings.Repeat("長", 121) },
			"theme":         func(in *need.Input) { in.Theme = "<b>" },
			"deadline":      func(in *need.Input) { in.Deadline = "2026-02-30" },
			"contact_email": func(in *need.Input) { in.ContactEmail = "nobody" },
		} {
			in := ready("名簿")
			change(in)
			_, err := f.needs.Create(t.Context(), f.at, in)
			f.expect(name, err, models.CodeInvalid, "")
		}
		in := ready("名簿")
		in.Title = "https://spam.example を見て"
		_, err := f.needs.Create(t.Context(), f.at, in)
		f.expect("an address in the title", err, models.CodeInvalid, "")
	})
}

// What an ordinary day says is stored nowhere, and each sentence finds what is near to it; what is near to nothing
// finds nothing.
func TestAnOrdinaryDayFindsNeeds(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for _, title := range []string{"会員の名簿を一つにまとめたい"} {
			n := f.make(ready(title))
			if err := f.move(n.ID, models.NeedOpen); err != nil {
				t.Fatal(err)
			}
		}
		garden := ready("花壇の草取りを手伝ってほしい")
		garden.Trouble, garden.Task = "公園の花壇が雑草だらけです。", "草を抜いて花を植える"
		g := f.make(garden)
		if err := f.move(g.ID, models.NeedOpen); err != nil {
			t.Fatal(err)
		}
		page, err := f.needs.Day(t.Context(), &need.DayInput{One: "休みの日は庭で花と野菜を育てています"})
		if err != nil || !page.Found() {
			t.Fatalf("%+v %v", page, err)
		}
		if first := page.Sentences[0].Helps[0]; first.ID != g.ID || len(first.Words) == 0 {
			t.Errorf("%+v", first)
		}
		if n := f.read(g.ID); n.Words == nil || strings.Contains(*n.Words, "庭") {
			t.Errorf("stored words: %v", n.Words)
		}
		page, err = f.needs.Day(t.Context(), &need.DayInput{Two: "xyz"})
		if err != nil || page.Found() {
			t.Errorf("%+v %v", page, err)
		}
		_, err = f.needs.Day(t.Context(), &need.DayInput{})
		f.expect("nothing said", err, models.CodeInvalid, "")
		_, err = f.needs.Day(t.Context(), &need.DayInput{One: strings.Repeat("長", 201)})
		f.expect("too long", err, models.CodeInvalid, "")
	})
}

func TestNobodyIsAskedWithoutACoordinator(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ask := &need.AskInput{
			Title: "名簿", Trouble: "困っています", ContactName: "田中", ContactEmail: "Tanaka@mail.example", Agrees: true,
		}
		f.expect("nobody looks after it", f.needs.Ask(t.Context(), f.event, ask), models.CodeConflict, "nobody_asks")
		err := f.db.InTx(t.Context(), func(tx *models.Tx) error {
			a := &models.Account{Email: "c@mail.example", EmailKey: "c@mail.example", Name: "c", Locale: "ja"}
			if err := tx.Accounts().Create(a); err != nil {
				return err
			}
			return tx.Members().Add(&models.Member{AccountID: a.ID, EventID: &f.event.ID, Role: models.RoleCoordinator})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.needs.Ask(t.Context(), f.event, ask); err != nil {
			t.Fatal(err)
		}
		board, err := f.needs.BoardPage(t.Context(), f.at, &need.Filter{})
		if err != nil || len(board.Needs) != 1 || board.Needs[0].State != models.NeedDraft ||
			board.Needs[0].Source != models.NeedByForm {
			t.Errorf("%+v %v", board, err)
		}
		ask.Agrees = false
		f.expect("without agreeing", f.needs.Ask(t.Context(), f.event, ask), models.CodeInvalid, "")
	})
}

// A voice becomes a need without its author, and what nobody takes is shown after three weeks.
func TestANeedThatNobodyTakesIsShown(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		t.Cleanup(func() { f.db.SetClock(time.Now) })
		n := f.make(ready("名簿"))
		if err := f.move(n.ID, models.NeedOpen); err != nil {
			t.Fatal(err)
		}
		for days, want := range map[int]int{20: 0, 21: 1} {
			now := f.db.Now()
			f.db.SetClock(func() time.Time { return now.Add(time.Duration(days) * 24 * time.Hour) })
			board, err := f.needs.BoardPage(t.Context(), f.at, &need.Filter{})
			if err != nil || len(board.Waiting) != want {
				t.Errorf("after %d days %d wait: %v", days, len(board.Waiting), err)
			}
			f.db.SetClock(func() time.Time { return now })
		}
	})
}

// A need that is made of a voice keeps which one it was, and its words; nothing of it names who said it. Of a voice
// that the event has not, none is made.
func TestANeedIsMadeOfAVoice(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		post := &models.Post{
			ID: models.NewID(), EventID: f.event.ID, RequestID: "r", Author: "a pseudonym", Kind: models.PostOpinion,
			Text:  "名簿が三つあります",
			State: models.PostPublished,
		}
		if err := f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Posts().Add(post) }); err != nil {
			t.Fatal(err)
		}
		in, err := f.needs.Fresh(t.Context(), f.at, post.ID)
		if err != nil || in.Trouble != post.Text || in.ContactName != "" {
			t.Fatalf("%+v %v", in, err)
		}
		in.Title = "名簿を一つにしたい"
		n := f.make(in)
		if n.Source != models.NeedByVoice || n.PostID == nil || *n.PostID != post.ID {
			t.Errorf("%+v", n)
		}
		_, err = f.needs.Fresh(t.Context(), f.at, models.NewID())
		f.expect("no such voice", err, models.CodeNotFound, "")
	})
}
