package need_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/need"
	"meguri/app/service/jobs"
	"meguri/models"
	"meguri/models/modelstest"
)

// matters are what made-up needs and days are about.
var matters = strings.Fields("名簿 会計 議事録 写真 広報 看護 学生 地域 子ども 防災 掃除 翻訳 料理 送迎 会議 資料 予算 研修 相談 地図 英語 手話 音楽 園芸")

func some(r *rand.Rand, n int) string {
	var list []string
	for range n {
		list = append(list, matters[r.IntN(len(matters))])
	}
	return strings.Join(list, "と")
}

// open is a profile of which everything is open to coordinators.
func open(p *models.Profile) *models.Profile {
	p.Visibility = map[models.ProfileField]models.Visibility{}
	for _, field := range models.ProfileFields {
		p.Visibility[field] = models.VisibleToCoordinators
	}
	return p
}

// stays makes somebody who keeps a profile and agreed to be asked.
func (f *fixture) stays(p *models.Profile) *models.Account {
	f.t.Helper()
	email := models.NewID() + "@stays.example"
	a := &models.Account{Email: email, EmailKey: email, Name: "人", PasswordHash: models.NoPassword, Locale: "ja"}
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error {
		if err := tx.Accounts().Create(a); err != nil {
			return err
		}
		p.AccountID, p.MayBeAskedAt = a.ID, &tx.Now
		return tx.Profiles().Save(p, 0)
	})
	return a
}

func person(a *models.Account) string { return string(models.AskableProfile) + a.ID }

func (f *fixture) crowd(n int) (ids []string) {
	r := rand.New(rand.NewPCG(15, 4))
	for range n {
		p := open(&models.Profile{
			Ordinary: []string{some(r, 3) + "の仕事をしています", some(r, 2) + "が好きです"}, Skills: []string{some(r, 1)},
			HoursAWeek: r.IntN(4), Online: r.IntN(2) == 0, Languages: []string{"ja", "en"},
		})
		if r.IntN(2) == 0 {
			p.Wishes = []string{some(r, 1)}
		}
		ids = append(ids, person(f.stays(p)))
	}
	return ids
}

// opened makes a need that is open.
func (f *fixture) opened(title, trouble string) *models.Need {
	f.t.Helper()
	in := ready(title)
	in.Trouble = trouble
	n := f.make(in)
	if err := f.move(n.ID, models.NeedOpen); err != nil {
		f.t.Fatal(err)
	}
	return f.read(n.ID)
}

func (f *fixture) drain() {
	f.t.Helper()
	runner := jobs.New(f.db)
	if err := runner.Register(f.needs.Jobs()...); err != nil {
		f.t.Fatal(err)
	}
	if err := runner.Drain(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) page(n *models.Need) *need.PeoplePage {
	f.t.Helper()
	page, err := f.needs.PeoplePage(f.t.Context(), f.at, n.ID, "")
	if err != nil {
		f.t.Fatal(err)
	}
	return page
}

func idsOf(list []*need.Candidate) []string {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return ids
}

func (f *fixture) rankAll() {
	f.t.Helper()
	if err := f.needs.RankAll(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
}

// What is kept is what is found without it: the same people in the same order, with the same reasons.
func TestKeptListsAreThoseFoundAnew(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.needs.Bound(40, 0)
		r := rand.New(rand.NewPCG(4, 15))
		var needs []*models.Need
		for i := range 6 {
			needs = append(needs, f.opened(fmt.Sprint("困りごと", i), some(r, 4)+"に困っています。"))
		}
		people := f.crowd(130)
		f.rankAll()
		same := func(when string) {
			t.Helper()
			for _, n := range needs {
				all, err := f.needs.Anew(t.Context(), n, people)
				if err != nil {
					t.Fatal(err)
				}
				page := f.page(n)
				if page.At == nil || page.Of != len(people) || page.Found != len(all) || page.IsOld {
					t.Errorf("%s, %s: %+v of %d", when, n.Title, page.Listed, len(all))
				}
				if diff := cmp.Diff(idsOf(all[:min(len(all), 20)]), idsOf(page.People)); diff != "" {
					t.Errorf("%s, %s:\n%s", when, n.Title, diff)
				}
				for i, c := range page.People {
					if c.Score != all[i].Score || !slices.Equal(c.Reasons, all[i].Reasons) {
						t.Errorf("%s: %v %v, and anew %v %v", when, c.Score, c.Reasons, all[i].Score, all[i].Reasons)
					}
				}
			}
		}
		same("as kept")
		var both sync.WaitGroup // two jobs at once do not harm
		for range 2 {
			both.Go(func() {
				if err := f.needs.RankAll(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		same("after two at once")
		stopped, stop := context.WithCancel(t.Context())
		stop()
		if f.needs.RankAll(stopped) == nil {
			t.Error("it went on")
		}
		same("after one that was stopped")
		board, err := f.needs.MatchPage(t.Context(), f.at, &need.Filter{})
		if err != nil || board.Of != len(people) || len(board.Matches) != len(needs) {
			t.Fatal(board, err)
		}
		for i := range board.Matches {
			m := &board.Matches[i]
			if diff := cmp.Diff(idsOf(f.page(&m.Need).People[:3]), idsOf(m.Best)); diff != "" {
				t.Errorf("the board, %s:\n%s", m.Title, diff)
			}
		}
	})
}

// Who withdraws, hides, is erased or leaves after they were kept is not shown, also while they are on a list.
func TestWhoIsKeptIsShownByTheirWordOfToday(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.needs.Bound(10, 0)
		n := f.opened("名簿を直したい", "名簿が三つに分かれています。")
		able := func() *models.Account {
			return f.stays(open(&models.Profile{Ordinary: []string{"会社で名簿を直しています"}}))
		}
		withdraws, hides, leaves, erased, changes, stays := able(), able(), able(), able(), able(), able()
		f.rankAll()
		if got := f.page(n); len(got.People) != 6 {
			t.Fatalf("%d are shown", len(got.People))
		}
		save := func(a *models.Account, change func(p *models.Profile)) {
			t.Helper()
			modelstest.Write(t, f.db, func(tx *models.Tx) error {
				p, err := tx.Profiles().ByAccount(a.ID)
				if err != nil {
					return err
				}
				change(p)
				return tx.Profiles().Save(p, p.Version)
			})
		}
		save(withdraws, func(p *models.Profile) { p.MayBeAskedAt = nil })
		save(hides, func(p *models.Profile) { p.Visibility = nil })
		save(changes, func(p *models.Profile) { p.Ordinary = []string{"毎日、料理と園芸をしています"} })
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			if err := tx.Accounts().SetDisabled(leaves.ID, true); err != nil {
				return err
			}
			return tx.Persons().Erase(erased)
		})
		for _, when := range []string{"at once", "after the jobs"} {
			if got := idsOf(f.page(n).People); !slices.Equal(got, []string{person(stays)}) {
				t.Errorf("%s: %q are shown, and not %s", when, got, person(stays))
			}
			f.drain()
		}
		f.rankAll()
		for table, want := range map[string]int{"match_people": 1, "match_lists": 1} {
			if got := len(modelstest.Texts(t, f.db, "SELECT need_id FROM "+table)); got != want {
				t.Errorf("%d rows of %s are kept", got, table)
			}
		}
	})
}

// What is changed is looked at soon: a need anew, and a person on the lists that there are.
func TestChangesAreLookedAtSoon(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.needs.Bound(10, 0)
		f.crowd(15)
		n := f.opened("名簿を直したい", "名簿が三つに分かれています。")
		if page := f.page(n); page.At != nil || len(page.People) > 0 {
			t.Errorf("nobody looked, and it shows %+v", page.Listed)
		}
		board, err := f.needs.MatchPage(t.Context(), f.at, &need.Filter{})
		if err != nil || len(board.Matches) != 1 || board.Matches[0].At != nil || board.Of != 15 {
			t.Errorf("%+v %v", board, err)
		}
		if err := f.needs.Propose(t.Context(), f.at, n.ID, f.stays(&models.Profile{})); err == nil {
			t.Error("a team of a list that is not there")
		}
		f.drain()
		if page := f.page(n); page.At == nil || page.IsOld || page.Of != 16 {
			t.Errorf("%+v", page.Listed)
		}
		later := f.stays(open(&models.Profile{Ordinary: []string{"会社で名簿を直しています", "名簿を一つにまとめました"}}))
		f.drain()
		if page := f.page(n); !slices.Contains(idsOf(page.People), person(later)) {
			t.Errorf("%q", idsOf(page.People))
		}
		in := need.InputOf(n)
		in.Title, in.Trouble, in.Task = "花壇を直したい", "園芸の人手がありません。", "園芸"
		if err := f.needs.Save(t.Context(), f.at, n.ID, in); err != nil {
			t.Fatal(err)
		}
		page := f.page(n)
		if !page.IsOld || page.At == nil || slices.Contains(idsOf(page.People), person(later)) {
			t.Errorf("%+v %q", page.Listed, idsOf(page.People))
		}
		f.drain()
		if page := f.page(n); page.IsOld {
			t.Errorf("%+v", page.Listed)
		}
	})
}
