package registration_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/app/service/i18n"
	"meguri/app/service/jobs"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/modelstest"
)

// upload uploads a list.
func (f *fixture) upload(name, content string) *models.Import {
	f.t.Helper()
	i, err := f.service.UploadImport(f.ctx, f.event, "staff-1", name, strings.NewReader(content))
	if err != nil {
		f.t.Fatal(err)
	}
	return i
}

// checked uploads a list and reads its rows, by the titles of its columns.
func (f *fixture) checked(name, content, ticketType string) *registration.ImportPage {
	f.t.Helper()
	i := f.upload(name, content)
	columns := f.importPage(i.ID).Columns
	in := &registration.ImportColumnsInput{TicketType: ticketType, Locale: "ja"}
	for _, column := range columns {
		in.Columns = append(in.Columns, column.Field)
	}
	f.must(f.service.CheckImport(f.ctx, f.event, i.ID, in))
	return f.importPage(i.ID)
}

func (f *fixture) importPage(id string) *registration.ImportPage {
	f.t.Helper()
	page, err := f.service.ImportPage(f.ctx, f.event, id, registration.ImportShown{}, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return page
}

// imported imports all rows of a list.
func (f *fixture) imported(content, ticketType string, in registration.ImportStartInput) *registration.ImportPage {
	f.t.Helper()
	page := f.checked("list.csv", content, ticketType)
	in.All = true
	f.must(f.service.StartImport(f.ctx, f.event, page.ID, &in))
	f.doImports()
	return f.importPage(page.ID)
}

// doImports does the jobs that import; each twice, as after a crash.
func (f *fixture) doImports() {
	f.t.Helper()
	f.sendLinks()
}

// outcomes are what the rows would do, and did, with the keys of what there is to say.
func outcomes(page *registration.ImportPage) (list []string) {
	for _, line := range page.Lines {
		words := []string{fmt.Sprint(line.ImportRow.Number), string(line.Outcome)}
		for _, fault := range line.Faults {
			words = append(words, fault.Key)
		}
		if line.Result != "" {
			words = append(words, string(line.Result))
		}
		list = append(list, strings.Join(words, " "))
	}
	return list
}

func (f *fixture) people() []models.Registration {
	f.t.Helper()
	page, err := f.service.ListPage(f.ctx, f.event, &registration.FilterInput{}, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return page.Registrations
}

const people = "姓,名,セイ,メイ,メールアドレス,参加枠,所属\r\n" +
	"佐藤,うめ,さとう,うめ,ume@mail.example,会場,市民の会\r\n" +
	"鈴木,一,ｽｽﾞｷ,ﾊｼﾞﾒ,hajime@mail.example,会場,\r\n" +
	"高橋,花子,たかはし,はなこ,hana@mail.example,会場,\r\n"

func TestAListSaysWhoMayBePhotographed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		list := "氏名,参加枠,写真,保護者のお名前,昼食\n佐藤 うめ,オンライン,○,,要\n鈴木 一,オンライン,写りたくない,鈴木 親,要\n" +
			"高橋 花子,オンライン,たぶん,,\n"
		page := f.checked("list.csv", list, "")
		expectEqual(t, "rows", outcomes(page), []string{"2 new", "3 new", "4 fault import.photo_unknown"})
		f.must(f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true}))
		f.doImports()
		for _, r := range f.people() {
			want := models.Registration{Photo: models.PhotoYes}
			if r.Family == "鈴木" {
				want = models.Registration{Photo: models.PhotoNo, GuardianName: "鈴木 親"}
			}
			expectEqual(t, r.Family+": photo", r.Photo, want.Photo)
			expectEqual(t, r.Family+": guardian", r.GuardianName, want.GuardianName)
			expectEqual(t, r.Family+": consented", r.GuardianConsentAt != nil, want.GuardianName != "")
		}
		again := f.imported(strings.ReplaceAll(list, "○", "×"), "", registration.ImportStartInput{All: true})
		expectEqual(t, "changed", again.ImportCounts, models.ImportCounts{Changed: 1})
	})
}

func TestAListIsImported(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"with places, the waiting list, and a mail each": func(t *testing.T, f *fixture) {
			page := f.checked("list.csv", people, "")
			expectEqual(t, "rows", outcomes(page), []string{"2 new", "3 new", "4 new"})
			expectEqual(t, "registered before", len(f.people()), 0)
			if page.Beyond(&page.TicketTypes[0]) != 1 {
				t.Errorf("%d are told to have no place", page.Beyond(&page.TicketTypes[0]))
			}
			f.must(f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true, Mail: true}))
			f.doImports()
			page = f.importPage(page.ID)
			expectEqual(t, "counts", page.ImportCounts, models.ImportCounts{Added: 2, Waiting: 1})
			expectEqual(t, "state", page.State, models.ImportDone)
			list := f.people()
			f.expectMails(&list[0], registration.MailConfirmed)
			expectEqual(t, "reading", list[0].FamilyKana, "サトウ")
			expectEqual(t, "reading from half-width kana", list[1].FamilyKana, "スズキ")
			expectEqual(t, "way", list[0].EntryWay, models.EntryList)
			expectEqual(t, "entered by", list[0].EnteredBy, "staff-1")
			f.expect(&list[2], "waitlisted venue 1")
			f.expectMails(&list[2], registration.MailWaitlisted)
			f.expectExact()
		},
		"who has no place is refused where the organizer says so, and nobody is mailed": func(t *testing.T, f *fixture) {
			page := f.imported(people, "", registration.ImportStartInput{Refuse: true})
			expectEqual(t, "rows", outcomes(page), []string{"2 new added", "3 new added", "4 new import.full failed"})
			list := f.people()
			expectEqual(t, "people", len(list), 2)
			f.expectMails(&list[0], "")
			f.expectExact()
		},
		"a second time nothing happens": func(t *testing.T, f *fixture) {
			f.imported(people, "", registration.ImportStartInput{Mail: true})
			before := f.people()
			page := f.checked("list.csv", people, "")
			expectEqual(t, "rows", outcomes(page), []string{"2 same", "3 same", "4 same"})
			err := f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true})
			expectCode(t, err, models.CodeInvalid)
			expectEqual(t, "people", f.people(), before)
		},
		"what is known already is changed, but for what is empty": func(t *testing.T, f *fixture) {
			f.imported(people, "", registration.ImportStartInput{})
			page := f.imported("氏名,メール,所属,参加枠,電話\n佐藤 うめ,UME@mail.example,,オンライン,044-000-0000\n鈴木　一,hajime@mail.example,大学,会場,\n",
				"", registration.ImportStartInput{})
			expectEqual(t, "rows", outcomes(page), []string{
				"2 changed import.type_stays import.changes changed", "3 changed import.changes changed",
			})
			list := f.people()
			expectEqual(t, "organization that stays", list[0].Organization, "市民の会")
			expectEqual(t, "telephone", list[0].Phone, "044-000-0000")
			expectEqual(t, "organization", list[1].Organization, "大学")
			f.expect(&list[0], "confirmed venue")
		},
		"only the rows that are ticked": func(t *testing.T, f *fixture) {
			page := f.checked("list.csv", people, "")
			in := &registration.ImportStartInput{}
			in.Shown, in.Chosen = []int{2, 3, 4}, []int{3}
			f.must(f.service.StartImport(f.ctx, f.event, page.ID, in))
			f.doImports()
			list := f.people()
			expectEqual(t, "people", len(list), 1)
			expectEqual(t, "name", list[0].Family, "鈴木")
			err := f.service.StartImport(f.ctx, f.event, page.ID, in)
			expectCode(t, err, models.CodeConflict) // it is begun already
		},
		"into a hidden and closed ticket type": func(t *testing.T, f *fixture) {
			f.editType("venue", func(t *models.TicketType) {
				passed := f.db.Now()
				t.Hidden, t.ClosesAt = true, &passed
			})
			page := f.imported("お名前\n佐藤 うめ\n", "venue", registration.ImportStartInput{})
			expectEqual(t, "rows", outcomes(page), []string{"2 new added"})
		},
		"whatever became of the event": func(t *testing.T, f *fixture) {
			page := f.checked("list.csv", people, "")
			f.must(f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true}))
			f.write(func(tx *models.Tx) error {
				event, err := tx.Events().ByID(f.event.ID)
				if err != nil {
					return err
				}
				return tx.Events().SetState(event, models.EventCancelled, map[string]any{}, models.EventPublished)
			})
			f.doImports()
			page = f.importPage(page.ID)
			expectEqual(t, "state", page.State, models.ImportStopped)
			expectEqual(t, "trouble", page.Trouble, "registration.closed")
			expectEqual(t, "people", len(f.people()), 0)
		},
	})
}

func TestRowsWithFaultsAreTold(t *testing.T) {
	long := strings.Repeat("漢", 101)
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"each with its column": func(t *testing.T, f *fixture) {
			page := f.checked("list.csv", "姓,名,メール,参加枠,言語\n"+
				",,nobody@mail.example,会場,\n"+long+",花,a@mail.example,会場,\n佐藤,うめ,no address,会場,\n佐藤,うめ,b@mail.example,屋上,\n"+
				"佐藤,うめ,b@mail.example,,\n佐藤,うめ,c@mail.example,会場,ラテン語\n佐藤,うめ,d@mail.example,会場,英語\n", "")
			expectEqual(t, "rows", outcomes(page), []string{
				"2 fault name.missing", "3 fault field.too_long", "4 fault field.email", "5 fault import.type_unknown",
				"6 fault field.required", "7 fault field.choice", "8 new",
			})
			var columns []int
			for _, line := range page.Lines {
				for _, fault := range line.Faults {
					columns = append(columns, fault.Column)
				}
			}
			expectEqual(t, "columns", columns, []int{0, 0, 2, 3, 3, 4})
		},
		"they cannot be chosen": func(t *testing.T, f *fixture) {
			page := f.checked("list.csv", "姓,メール\n佐藤,no address\n鈴木,b@mail.example\n", "online")
			f.must(f.service.ChooseRows(f.ctx, f.event, page.ID, &registration.ImportChoiceInput{Chosen: []int{2, 3}}))
			in := &registration.ImportStartInput{}
			in.Chosen = []int{2, 3}
			f.must(f.service.StartImport(f.ctx, f.event, page.ID, in))
			f.doImports()
			expectEqual(t, "people", len(f.people()), 1)
		},
		"they can be downloaded, mended and imported": func(t *testing.T, f *fixture) {
			page := f.imported("姓,メール,備考\n佐藤,no address,=1+1\n鈴木,b@mail.example,\n", "online", registration.ImportStartInput{})
			texts := japanese(t)
			list, err := f.service.FaultyRows(f.ctx, texts, f.event, page.ID)
			f.must(err)
			var file bytes.Buffer
			f.must(table.CSV(&file, table.UTF8BOM, list))
			want := "姓,メール,備考,行,理由\r\n佐藤,no address,'=1+1,2,メール：" + texts.T("field.email") + "\r\n"
			expectEqual(t, "file", strings.TrimPrefix(file.String(), "\ufeff"), want)
			mended := strings.Replace(file.String(), "no address", "a@mail.example", 1)
			again := f.imported(mended, "online", registration.ImportStartInput{})
			expectEqual(t, "rows", outcomes(again), []string{"2 new added"})
		},
		"a row that is there twice is imported once": func(t *testing.T, f *fixture) {
			page := f.imported("姓,名,メール,所属\n佐藤,うめ,a@mail.example,市\n佐藤,うめ,A@mail.example,市\n"+
				"佐藤,うめ,a@mail.example,県\n佐藤,花,a@mail.example,市\n", "online", registration.ImportStartInput{})
			expectEqual(t, "rows", outcomes(page), []string{
				"2 new added", "3 same import.repeated", "4 fault import.repeated_otherwise", "5 new added",
			})
		},
		"a day that does not exist stays a text": func(t *testing.T, f *fixture) {
			i := f.upload("list.csv", "姓,来た日\n佐藤,2026/2/30\n")
			in := &registration.ImportColumnsInput{
				Columns:    []registration.ImportField{registration.FieldFamily, registration.FieldAnswer},
				TicketType: "online", Locale: "ja",
			}
			f.must(f.service.CheckImport(f.ctx, f.event, i.ID, in))
			f.must(f.service.StartImport(f.ctx, f.event, i.ID, &registration.ImportStartInput{All: true}))
			f.doImports()
			expectEqual(t, "answer", f.people()[0].Answers["来た日"], "2026/2/30")
		},
		"columns are chosen well": func(t *testing.T, f *fixture) {
			i := f.upload("list.csv", "氏名,氏名,x\n佐藤,鈴木,y\n")
			fields := f.importPage(i.ID).Columns
			expectEqual(t, "the second column of a title is left out", fields[1].Field, registration.FieldNone)
			for name, in := range map[string]registration.ImportColumnsInput{
				"twice":          {Columns: []registration.ImportField{"name", "name"}, TicketType: "online", Locale: "ja"},
				"no name":        {Columns: []registration.ImportField{"", "email"}, TicketType: "online", Locale: "ja"},
				"no such field":  {Columns: []registration.ImportField{"name", "age"}, TicketType: "online", Locale: "ja"},
				"no ticket type": {Columns: []registration.ImportField{"name"}, Locale: "ja"},
				"no such type":   {Columns: []registration.ImportField{"name"}, TicketType: "roof", Locale: "ja"},
			} {
				if len(faults(t, f.service.CheckImport(f.ctx, f.event, i.ID, &in))) != 1 {
					t.Errorf("%s is no fault", name)
				}
			}
		},
		"an import of another event is not found": func(t *testing.T, f *fixture) {
			i := f.upload("list.csv", people)
			other := modelstest.Summit(t, f.db, "other-"+models.NewID())
			_, err := f.service.ImportPage(f.ctx, other, i.ID, registration.ImportShown{}, 10)
			expectCode(t, err, models.CodeNotFound)
			expectCode(t, f.service.DiscardImport(f.ctx, other, i.ID), models.CodeNotFound)
		},
	})
}

// People without an address are told apart by name, reading and telephone number.
func TestPeopleWithoutAnAddressAreImportedOnce(t *testing.T) {
	const list = "姓,名,セイ,メイ,電話番号\n佐藤,一,サトウ,ハジメ,044-000-0001\n佐藤,一,サトウ,ハジメ,044-000-0002\n佐藤,一,サトウ,カズ,044-000-0001\n" +
		"佐藤,一,サトウ,ハジメ,４４００００００１\n鈴木,花,,,\n"
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"also a second time": func(t *testing.T, f *fixture) {
			page := f.imported(list, "online", registration.ImportStartInput{})
			expectEqual(t, "rows", outcomes(page), []string{
				"2 new added", "3 new added", "4 new added", "5 same import.repeated", "6 new added",
			})
			page = f.checked("list.csv", list, "online")
			want := []string{"2 same", "3 same", "4 same", "5 same import.repeated", "6 same"}
			expectEqual(t, "rows", outcomes(page), want)
		},
		"who was entered by hand is known": func(t *testing.T, f *fixture) {
			in := entryInput("佐藤", "一", "")
			in.FamilyKana, in.GivenKana, in.TicketType = "さとう", "はじめ", "online"
			if _, err := f.enter(in); err != nil {
				t.Fatal(err)
			}
			page := f.checked("list.csv", list, "online")
			expectEqual(t, "rows", outcomes(page)[:2], []string{"2 changed import.changes", "3 new"})
		},
	})
}

func japanese(t *testing.T) *i18n.Localizer {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return bundle.For("ja")
}

// What we write we read: a download changes nothing at its event, and makes the same people at another.
func TestADownloadIsImported(t *testing.T) {
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, f *fixture) {
		for i, sector := range models.PersonSectors {
			in := signUpInput(fmt.Sprintf("p%d@mail.example", i), "online")
			in.Sector, in.Organization, in.Accessibility = sector, "=市民の会", "手話通訳\n車いす席"
			in.Answers = map[string]any{"食事": "- 辛い: いいえ\n甘い", "年": "3"}
			in.Locale = []string{"ja", "en"}[i%2]
			f.submit(in)
		}
		f.cancel(f.signUp("gone", "online"))
		other := modelstest.Summit(t, f.db, "other-"+models.NewID())
		imported := false
		for _, lang := range []string{"ja", "en"} {
			for name, write := range map[string]func(*bytes.Buffer, table.Table) error{
				"people.csv":  func(b *bytes.Buffer, t table.Table) error { return table.CSV(b, table.UTF8BOM, t) },
				"sjis.csv":    func(b *bytes.Buffer, t table.Table) error { return table.CSV(b, table.ShiftJIS, t) },
				"people.xlsx": func(b *bytes.Buffer, t table.Table) error { return table.XLSX(b, t) },
			} {
				list, err := f.service.Table(f.ctx, bundle.For(lang), f.event, &registration.FilterInput{})
				f.must(err)
				var file bytes.Buffer
				f.must(write(&file, list))
				content := file.String()
				page := f.checked(name, content, "")
				same := page.Tallies[models.ImportRowSame].Count
				if same != page.RowCount || same != len(models.PersonSectors)+1 {
					t.Errorf("%s in %s: of %d rows %v change nothing", name, lang, page.RowCount, outcomes(page))
				}
				elsewhere := f.at(other).checked(name, content, "")
				if elsewhere.Able() == 0 && imported { // by the file before
					continue
				}
				imported = true
				if able := len(models.PersonSectors); elsewhere.Able() != able {
					t.Errorf("%s in %s elsewhere: %v", name, lang, outcomes(elsewhere))
				}
				f.must(f.service.StartImport(f.ctx, other, elsewhere.ID, &registration.ImportStartInput{All: true}))
				f.doImports()
			}
		}
		got, want := map[string]models.Registration{}, map[string]models.Registration{}
		for event, into := range map[*models.Event]map[string]models.Registration{f.event: want, other: got} {
			for _, r := range f.at(event).people() {
				if r.Live() {
					into[r.Email] = models.Registration{
						Name: r.Name, Organization: r.Organization, Sector: r.Sector, Accessibility: r.Accessibility,
						Locale: r.Locale, Answers: r.Answers, State: r.State,
					}
				}
			}
		}
		expectEqual(t, "people", got, want)
	})
}

// at is the same fixture at another event.
func (f *fixture) at(event *models.Event) *fixture {
	return &fixture{t: f.t, ctx: f.ctx, db: f.db, service: f.service, links: f.links, event: event}
}

// Two organizers import the same file at once, while a third goes on with the job of the first.
func TestTheSameFileTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var list strings.Builder
		list.WriteString("姓,名,メール,電話\n")
		const count = 300
		for i := range count {
			email := fmt.Sprintf("p%d@mail.example", i)
			if i%3 == 0 {
				email = ""
			}
			fmt.Fprintf(&list, "佐藤,%d,%s,044-%07d\n", i, email, i)
		}
		f.must(f.setCapacity("venue", 120))
		var work []*models.Job
		for range 2 {
			page := f.checked("list.csv", list.String(), "venue")
			f.must(f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true, Mail: true}))
			work = append(work, &models.Job{Payload: page.ID}, &models.Job{Payload: page.ID})
		}
		var working sync.WaitGroup
		for _, job := range work {
			working.Go(func() {
				if err := f.job(registration.JobImport)(f.ctx, job); err != nil {
					t.Error(err)
				}
			})
		}
		working.Wait()
		people := f.people()
		expectEqual(t, "people", len(people), count)
		var places, mails int
		for i := range people {
			if people[i].State == models.RegistrationConfirmed {
				places++
			}
			if kinds := f.mails(&people[i]); kinds != "" {
				mails++
				if strings.Contains(kinds, " ") {
					t.Errorf("%s has the mails %s", people[i].Email, kinds)
				}
			}
		}
		expectEqual(t, "places", places, 120)
		expectEqual(t, "mails", mails, count*2/3)
		var sum models.ImportCounts
		for _, job := range []*models.Job{work[0], work[2]} {
			page := f.importPage(job.Payload)
			expectEqual(t, "state", page.State, models.ImportDone)
			expectEqual(t, "rows done", page.Done(), count)
			sum.Added, sum.Waiting = sum.Added+page.Added, sum.Waiting+page.Waiting
		}
		expectEqual(t, "registered in all", sum, models.ImportCounts{Added: 120, Waiting: count - 120})
		f.expectExact()
	})
}

// job is what does the jobs of a kind.
func (f *fixture) job(kind string) func(context.Context, *models.Job) error {
	f.t.Helper()
	all := f.service.Jobs()
	i := slices.IndexFunc(all, func(k jobs.Kind) bool { return k.Name == kind })
	return all[i].Do
}

// An import that is killed between two batches goes on where it stopped.
func TestAnInterruptedImportGoesOn(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var list strings.Builder
		list.WriteString("姓,メール\n")
		const count = 450
		for i := range count {
			fmt.Fprintf(&list, "佐藤%d,p%d@mail.example\n", i, i)
		}
		page := f.checked("list.csv", list.String(), "online")
		f.must(f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true, Mail: true}))
		ctx, kill := context.WithCancel(f.ctx)
		f.db.OnJob(func() { kill() }) // the first batch has queued its mails
		err := f.job(registration.JobImport)(ctx, &models.Job{Payload: page.ID})
		f.db.OnJob(func() {})
		if err == nil {
			t.Error("the import was not interrupted")
		}
		if n := len(f.people()); n == 0 || n == count {
			t.Errorf("%d people when it was interrupted", n)
		}
		f.must(f.job(registration.JobImport)(f.ctx, &models.Job{Payload: page.ID}))
		people := f.people()
		expectEqual(t, "people", len(people), count)
		for i := range people {
			f.expectMails(&people[i], registration.MailConfirmed)
		}
		expectEqual(t, "counts", f.importPage(page.ID).ImportCounts, models.ImportCounts{Added: count})
		f.expectExact()
	})
}

// What was read of a file goes after a day; how many people came of it stays.
func TestUploadsAreRemovedAfterADay(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		never := f.checked("list.csv", people, "")
		done := f.imported(people, "online", registration.ImportStartInput{})
		f.advance(25 * time.Hour)
		f.doImports()
		_, err := f.service.ImportPage(f.ctx, f.event, never.ID, registration.ImportShown{}, 10)
		expectCode(t, err, models.CodeNotFound)
		page := f.importPage(done.ID)
		if !page.Removed || page.FileName != "" || len(page.Lines) > 0 {
			t.Errorf("kept %q, %d rows", page.FileName, len(page.Lines))
		}
		expectEqual(t, "counts", page.ImportCounts, models.ImportCounts{Added: 3})
	})
}
