package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"time"

	"meguri/app/need"
	"meguri/app/service/link"
	"meguri/app/service/words"
	"meguri/models"
)

// The needs for which people are looked for, of how many organizations, and the people.
const (
	keptNeeds  = 1_000
	needHosts  = 50
	keptPeople = 10_000
)

// keepPeople measures how long it takes to look for people for 1,000 needs among 10,000 who agreed to be asked: in the
// first night, in which their words are read, and in the others. Then one of them is compared with all needs, and the
// pages of coordinators are read.
func (b *bench) keepPeople() error {
	for _, database := range []string{"", "bench_kept"} {
		name := "SQLite"
		if database != "" {
			name = "PostgreSQL"
		}
		if err := b.keepPeopleOn(name, database); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) keepPeopleOn(name, database string) error {
	p, err := b.prepareProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	db, err := models.Open(b.ctx, p.database)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := b.addNeedsAndPeople(db); err != nil {
		return err
	}
	if err := b.execute(p.database, "DELETE FROM jobs"); err != nil {
		return err
	}
	if err := b.analyze(p.database); err != nil {
		return err
	}
	needs := need.New(db, need.Options{
		Count: words.NewChild([]string{b.binary, "words"}).Count, Mark: link.New([]byte(benchSecret)).Address,
	})
	for _, night := range []string{"first", "each"} {
		begin, busy := time.Now(), ownProcessor()
		if err := needs.RankAll(b.ctx); err != nil {
			return err
		}
		what := fmt.Sprintf("1,000 needs × 10,000 people kept, %s night, %s", night, name)
		b.addMaximum(what, time.Since(begin).Seconds(), 30, "s")
		b.addMaximum(what+", of processors", (ownProcessor() - busy).Seconds(), 60, "s") // says more on a shared machine
	}
	if err := b.compareOne(name, p, needs); err != nil {
		return err
	}
	if err := b.execute(p.database, "DELETE FROM jobs"); err != nil {
		return err
	}
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	return b.needPages(name, p)
}

// ownProcessor is how long the processors worked for the bench itself.
func ownProcessor() time.Duration {
	var used syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// compareOne measures one person against 1,000 needs: the comparison alone, and with reading and storing.
func (b *bench) compareOne(name string, p *program, needs *need.Service) error {
	account, err := b.text(p.database, "SELECT MIN(account_id) FROM profiles WHERE may_be_asked_at IS NOT NULL")
	if err != nil {
		return err
	}
	whole, compared := time.Hour, time.Hour
	for range 8 {
		begin := time.Now()
		only, err := needs.RankPerson(b.ctx, string(models.AskableProfile)+account)
		if err != nil {
			return err
		}
		whole, compared = min(whole, time.Since(begin)), min(compared, only)
	}
	b.addMaximum("one person compared with 1,000 needs, "+name, float64(compared.Microseconds())/1000, 5, "ms")
	b.addMaximum("one person compared, read and kept, "+name, float64(whole.Microseconds())/1000, 250, "ms")
	return nil
}

func (b *bench) needPages(name string, p *program) error {
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	id, err := b.text(p.database, `SELECT MIN(needs.id) FROM needs JOIN organizations ON organizations.id = organization_id
		WHERE organizations.slug = '`+demoHost+"' AND needs.title LIKE 'bench%'")
	if err != nil {
		return err
	}
	home := p.base + "/staff/organizations/" + demoHost + "/needs"
	for _, page := range []struct{ name, path string }{
		{"board of needs", ""}, {"needs and people", "/people"}, {"people of a need", "/" + id + "/people"},
	} {
		took, err := b.milliseconds(browser, home+page.path, false)
		if err != nil {
			return err
		}
		b.addMaximum(page.name+" at 10,000 people, "+name, took, 150, "ms")
	}
	return nil
}

// addNeedsAndPeople adds them: a fifth of the needs are of the demo's host.
func (b *bench) addNeedsAndPeople(db *models.DB) error {
	r := rand.New(rand.NewPCG(15, 4))
	some := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = neededWords[r.IntN(len(neededWords))]
		}
		return strings.Join(list, "と")
	}
	host, err := db.Query(b.ctx).Organizations().BySlug(demoHost)
	if err != nil {
		return err
	}
	hosts := []string{host.ID}
	err = db.InTx(b.ctx, func(tx *models.Tx) error {
		hosts = hosts[:1]
		for i := range needHosts - 1 {
			o := &models.Organization{Slug: fmt.Sprintf("bench-%d", i), NameJa: fmt.Sprint("団体", i)}
			if err := tx.Organizations().Create(o); err != nil {
				return err
			}
			hosts = append(hosts, o.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	efforts, ways := models.Efforts, models.NeedWays
	for from := range keptNeeds / 100 {
		err := db.InTx(b.ctx, func(tx *models.Tx) error {
			for i := range 100 {
				at := hosts[0]
				if i%5 > 0 {
					at = hosts[(from*100+i)%len(hosts)]
				}
				n := &models.Need{
					OrganizationID: at, Source: models.NeedByStaff, Title: "bench " + some(2), Trouble: some(5) + "に困っています",
					Task: some(3) + "を一緒に見る", Deliverable: some(2) + "の案", Theme: "time",
					Effort: efforts[r.IntN(len(efforts))], Way: ways[r.IntN(len(ways))],
				}
				if err := tx.Needs().Create(n); err != nil {
					return err
				}
				if err := n.Move(models.NeedOpen, tx.Now); err != nil {
					return err
				}
				if err := tx.Needs().Update(n, n.Version); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return b.addProfiles(db, r, some)
}

func (b *bench) addProfiles(db *models.DB, r *rand.Rand, some func(int) string) error {
	shown := map[models.ProfileField]models.Visibility{}
	for _, field := range models.ProfileFields {
		shown[field] = models.VisibleToCoordinators
	}
	for from := range keptPeople / 500 {
		err := db.InTx(b.ctx, func(tx *models.Tx) error {
			for i := range 500 {
				email := fmt.Sprintf("kept%d@bench.example", from*500+i)
				a := &models.Account{
					Email: email, EmailKey: email, Name: fmt.Sprint("人", i), PasswordHash: models.NoPassword, Locale: "ja",
				}
				if err := tx.Accounts().Create(a); err != nil {
					return err
				}
				err := tx.Profiles().Save(&models.Profile{
					AccountID: a.ID, MayBeAskedAt: &tx.Now, Visibility: shown, HoursAWeek: r.IntN(5), Online: r.IntN(2) == 0,
					Ordinary: []string{some(3) + "の仕事をしています", some(2) + "が好きです", "休みの日は" + some(2) + "を手伝います"},
					Skills:   []string{some(1), some(2)}, Wishes: []string{some(1), some(2)}, Languages: []string{"ja", "en"},
				}, 0)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
