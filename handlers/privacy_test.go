package handlers_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/privacy"
	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const privacyPath = "/staff/events/here/privacy"

// sevenItems are the fields of a notice of joint use, in both languages, with times to keep.
func sevenItems(more ...string) []string {
	fields := []string{"before", "0", "joint", "true"}
	for _, item := range models.JointItems {
		fields = append(fields, item+"_ja", item+"の内容", item+"_en", "what "+item+" is")
	}
	for field, days := range map[string]string{"accessibility": "30", "answers": "90", "all": "365", "mark": "1095"} {
		fields = append(fields, "keep_"+field, days)
	}
	return append(fields, more...)
}

// without leaves a field out.
func without(fields []string, name string) (list []string) {
	for i := 0; i < len(fields); i += 2 {
		if fields[i] != name {
			list = append(list, fields[i], fields[i+1])
		}
	}
	return list
}

// letCoHostIn names Other's host as a co-host of Event, and gives its owner a role there.
func letCoHostIn(p *apptest.Program, role models.Role) {
	p.T.Helper()
	p.Write(func(tx *models.Tx) error {
		err := tx.Events().ReplacePartners(p.Event, []models.EventOrganization{{
			EventID: p.Event.ID, OrganizationID: p.Other.OrganizationID, Part: models.PartCoHost, AcceptedAt: &tx.Now,
		}})
		if err != nil {
			return err
		}
		return tx.Members().Add(&models.Member{AccountID: p.OtherOwner, EventID: &p.Event.ID, Role: role})
	})
}

// prepare makes Event a draft that lacks nothing.
func prepare(p *apptest.Program) {
	p.T.Helper()
	p.ChangeEvent(func(e *models.Event) { e.ContactEmail = "desk@here.example" })
	p.Write(func(tx *models.Tx) error {
		consent := models.ConsentText{EventID: p.Event.ID, Slug: "privacy", TextJa: "同意", TextEn: "I agree"}
		return tx.ConsentTexts().Add(&consent)
	})
	p.MoveEvent(models.EventDraft, map[string]any{"published_at": nil})
}

// Each of the seven items, in each language, stops an event whose co-hosts see who registered.
func TestAnEventThatSharesDataIsNotPublishedWithAnItemEmpty(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		prepare(p)
		letCoHostIn(p, models.RoleReceptionist)
		staff := p.As(models.RoleOwner)
		publish := paths.OfStaffEvent(p.Event.Slug).Publish()
		state := func() models.EventState {
			e, err := p.DB.Query(t.Context()).Events().ByID(p.Event.ID)
			if err != nil {
				t.Fatal(err)
			}
			return e.State
		}
		staff.Wants(staff.Get(publish), http.StatusOK, "個人情報の共同利用・第三者提供")
		staff.Post(publish)
		apptest.Equal(t, "without a notice", state(), models.EventDraft)
		version := 0
		save := func(fields []string) {
			t.Helper()
			fields = append(without(fields, "before"), "before", number(version))
			staff.LeadsTo(staff.Post(privacyPath+"/edit", fields...), privacyPath)
			version++
		}
		for _, item := range models.JointItems {
			for _, lang := range []string{"_ja", "_en"} {
				save(without(sevenItems(), item+lang))
				staff.Post(publish)
				apptest.Equal(t, "without "+item+lang, state(), models.EventDraft)
			}
		}
		save(without(sevenItems(), "joint"))
		staff.Post(publish)
		apptest.Equal(t, "without the fact", state(), models.EventDraft)
		save(sevenItems())
		staff.Post(publish)
		apptest.Equal(t, "with all", state(), models.EventPublished)

		gap := append(without(without(sevenItems(), "joint_party_ja"), "before"), "before", number(version))
		staff.Wants(staff.Post(privacyPath+"/edit", gap...), http.StatusUnprocessableEntity, "空欄にできません")
		unsaid := append(without(without(sevenItems(), "joint"), "before"), "before", number(version))
		staff.Wants(staff.Post(privacyPath+"/edit", unsaid...), http.StatusUnprocessableEntity, "役割を解除してください")
	})
}

func number(n int) string {
	text, _ := json.Marshal(n)
	return string(text)
}

func TestAnalystsOfACoHostSeeNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		letCoHostIn(p, models.RoleAnalyst)
		with, err := p.DB.Query(t.Context()).Privacy().SharedWith(p.Event)
		if err != nil || len(with) != 0 {
			t.Errorf("shared with %d: %v", len(with), err)
		}
	})
}

// Who was shown a version keeps it, and can read it again.
func TestARegistrationRecordsTheVersionThatWasShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff, visitor := p.As(models.RoleOrganizer), p.Client()
		public := paths.OfEvent(p.Event.Slug).Privacy()
		visitor.Wants(visitor.Get(public), http.StatusOK, "共同利用は行いません")
		staff.LeadsTo(staff.Post(privacyPath+"/edit", sevenItems()...), privacyPath)
		form := visitor.Get(paths.OfEvent(p.Event.Slug).Register())
		visitor.Wants(form, http.StatusOK, `name="privacy" value="1"`, public)
		second := append(without(without(sevenItems(), "before"), "joint_scope_ja"), "before", "1", "joint_scope_ja", "川崎市だけ")
		staff.LeadsTo(staff.Post(privacyPath+"/edit", second...), privacyPath)
		visitor.Post(paths.OfEvent(p.Event.Slug).Register(), "ticket_type", "online", "family_name", "川崎", "email",
			"shown-first@example.jp", "privacy", "1", "consents", "privacy")
		_, late, _ := p.SignUp(p.Event, "shown-second@example.jp")
		q := p.DB.Query(t.Context()).Registrations()
		first, err := q.ByEmail(p.Event, "shown-first@example.jp", 1)
		if err != nil || len(first) != 1 {
			t.Fatalf("%d people: %v", len(first), err)
		}
		apptest.Equal(t, "the version of the form", first[0].PrivacyVersion, 1)
		apptest.Equal(t, "the version of today", registrationOf(t, p, late).PrivacyVersion, 2)
		visitor.Wants(visitor.Get(public), http.StatusOK, "川崎市だけ", "第2版")
		visitor.Wants(visitor.Get(public+"?version=1"), http.StatusOK, "joint_scopeの内容", "その後、変更がありました")
		visitor.Wants(visitor.Get(public+"?version=3"), http.StatusNotFound)
		staff.Wants(staff.Post(privacyPath+"/edit", second...), http.StatusUnprocessableEntity, "ほかの人が先に変更しました")
		preview := staff.Post(privacyPath+"/edit", append(second, "then", "preview")...)
		staff.Wants(preview, http.StatusOK, "まだ保存していません", "川崎市だけ")
	})
}

// A person sees and saves all that is held of them; a test demands that no table is left out.
func TestAPersonSeesAndSavesAllThatIsHeld(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		keep(t, p)
		id := leaveTraces(t, p)
		own := p.Client()
		page := paths.OfAttendee(p.MailedSecret(id))
		own.Wants(own.Get(string(page)), http.StatusOK, page.Data())
		own.Wants(own.Get(page.Data()), http.StatusOK, "薔薇園 ヴァイオレット", "AoiBara@example.jp", "before@example.jp",
			"青薔薇商会", "筆談をお願いします", "090-5555-0123", "お申し込み内容を訂正", "お便りは、お送りしない", "第1版",
			"と電話で", "青薔薇の君")
		answer := own.Get(page.DataFile())
		own.Wants(answer, http.StatusOK, "薔薇園", "before@example.jp", "090-5555-0123", "person_corrected", "と電話で",
			"青薔薇の君")
		var file privacy.File
		if err := json.Unmarshal(answer.Body.Bytes(), &file); err != nil {
			t.Fatal(err)
		}
		if len(file.Mails) < 5 || len(file.History) < 5 || file.Registration.PrivacyVersion != 1 || !file.RefusesNews {
			t.Errorf("the file has %+v", file)
		}
	})
}

func TestEverythingIsErasedOfWhoAsks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		folder := t.TempDir()
		p.Start(func(c *program.Config) { c.DataDir = folder })
		id := leaveTraces(t, p)
		own, staff := p.Client(), p.As(models.RoleOrganizer)
		page := paths.OfAttendee(p.MailedSecret(id))
		own.Wants(own.Get(page.Erase()), http.StatusOK, "お申し込みはキャンセルになり")
		own.Wants(own.Post(page.Erase(), "words", "薔薇園です"), http.StatusUnprocessableEntity, "チェックを入れてください", "薔薇園です")
		own.LeadsTo(own.Post(page.Erase(), "words", "薔薇園です", "sure", "true"), page.Data())
		own.LeadsTo(own.Post(page.Erase(), "sure", "true"), page.Data()) // again
		apptest.Equal(t, "mails that it has arrived", len(p.Outbox("erasure_asked")), 1)

		desk := staff.Get("/staff/events/here")
		staff.Wants(desk, http.StatusOK, "個人情報の削除のご依頼")
		request := between(t, staff.Get(privacyPath).Body.String(), privacyPath+"/requests/", `"`)
		asked := staff.Get(privacyPath + "/requests/" + request)
		staff.Wants(asked, http.StatusOK, "薔薇園です", "すべて削除する")
		apptest.Lacks(t, "where nothing was captioned", asked.Body.String(), "/captions?q=")
		p.Write(func(tx *models.Tx) error {
			line := models.Caption{EventID: p.Event.ID, ID: "c", SeatID: "s", Text: "どなたかのお話です", SpokenAt: tx.Now}
			return tx.Captions().Add([]models.Caption{line})
		})
		link := apptest.Document(t, staff.Get(privacyPath+"/requests/"+request)).Find(`a[href*="/captions?q="]`)
		staff.Wants(staff.Get(link.AttrOr("href", "")), http.StatusOK)
		stranger := p.AsAccount(p.OtherOwner)
		apptest.Equal(t, "a stranger", stranger.Get(privacyPath+"/requests/"+request).Code, http.StatusNotFound)
		staff.Wants(staff.Post(privacyPath+"/requests/"+request, "decision", "decline"), http.StatusUnprocessableEntity)
		staff.LeadsTo(staff.Post(privacyPath+"/requests/"+request, "decision", "erase"), privacyPath)
		again := staff.Post(privacyPath+"/requests/"+request, "decision", "erase")
		staff.Wants(again, http.StatusUnprocessableEntity, "すでに回答があります")

		p.RunJobs()
		told := 0
		for _, m := range p.Mails() {
			if m.Kind == "erasure_agreed" {
				told++
			}
		}
		apptest.Equal(t, "mails about it", told, 1)
		p.Advance(10 * time.Minute)
		p.RunJobs()
		for place, traces := range found(t, p) {
			t.Errorf("in %s is still %v", place, traces)
		}
		apptest.Equal(t, "the link", own.Get(string(page)).Code, http.StatusNotFound)
		apptest.Equal(t, "people in the list", p.Registrations(p.Event), 0)
		staff.Wants(staff.Get(privacyPath), http.StatusOK, "ご本人の依頼")
		staff.Wants(staff.Get("/staff/events/here/audit"), http.StatusOK, "個人情報を削除", "（削除済み）", "1名分")
		list, err := os.ReadFile(filepath.Join(folder, privacy.ListFile))
		if err != nil || strings.TrimSpace(string(list)) != id {
			t.Errorf("the list has %q: %v", list, err)
		}
	})
}

// Who phones has no need of a page: staff record the wish, and answer it on the same page.
func TestStaffRecordTheWishOfWhoPhoned(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "hanako@example.jp")
		staff := p.As(models.RoleOrganizer)
		person := paths.OfStaffEvent("here").Registration(id)
		staff.Wants(staff.Get(string(person)), http.StatusOK, "個人情報の削除を頼まれたとき")
		first := staff.Post(person.AskToErase()).Header().Get("Location")
		staff.LeadsTo(staff.Post(person.AskToErase()), first)
		staff.Wants(staff.Get(first), http.StatusOK, "すべて削除する")
		staff.LeadsTo(staff.Post(first, "decision", "erase"), privacyPath)
		p.RunJobs()
		p.Advance(10 * time.Minute)
		p.RunJobs()
		apptest.Equal(t, "people", p.Registrations(p.Event), 0)
		gone := staff.Get(string(person))
		apptest.Equal(t, "their page", gone.Code, http.StatusNotFound)
	})
}

// Who came with somebody who is erased stays, without that one's address.
func TestACompanionKeepsNothingOfWhoIsErased(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		body := apptest.RegistrationBody("representative@example.jp", "ticket_type", "online", "locale", "ja",
			"companions", []map[string]any{{"family_name": "同行", "given_name": "花子"}})
		made := p.API("").Expect(http.StatusCreated, "", http.MethodPost, apptest.RegistrationsPath, body)
		p.RunJobs()
		staff := p.As(models.RoleOrganizer)
		person := paths.OfStaffEvent("here").Registration(made.String("id"))
		request := staff.Post(person.AskToErase()).Header().Get("Location")
		staff.Post(request, "decision", "erase")
		p.RunJobs()
		p.Advance(10 * time.Minute)
		p.RunJobs()
		apptest.Equal(t, "people", p.Registrations(p.Event), 1)
		for place, content := range modelstest.Dump(t, p.DB) {
			if strings.Contains(content, "representative@example.jp") {
				t.Errorf("the address is still in %s", place)
			}
		}
	})
}

func between(t *testing.T, text, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	if !ok {
		t.Fatalf("there is no %s", before)
	}
	return found
}

func TestWhoIsDeclinedIsToldWhy(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secret, _, _ := p.SignUp(p.Event, "hanako@example.jp")
		own, staff := p.Client(), p.As(models.RoleOrganizer)
		page := paths.OfAttendee(secret)
		own.Post(page.Erase(), "sure", "true")
		request := between(t, staff.Get(privacyPath).Body.String(), privacyPath+"/requests/", `"`)
		staff.Post(privacyPath+"/requests/"+request, "decision", "decline", "answer", "参加費の精算が済むまでお待ちください")
		mails := p.Outbox("erasure_declined")
		apptest.Equal(t, "mails", len(mails), 1)
		own.Wants(own.Get(page.Data()), http.StatusOK, "参加費の精算が済むまで", "削除を依頼する")
	})
}

// A backup from before the erasure brings people back: the program erases them again at its start.
func TestWhoIsBroughtBackByABackupIsErasedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		folder := t.TempDir()
		p.Start(func(c *program.Config) { c.DataDir = folder })
		id := leaveTraces(t, p)
		list := filepath.Join(folder, privacy.ListFile)
		if err := os.WriteFile(list, []byte(models.NewID()+"\n"+id+"\nno id\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		for place, traces := range found(t, p) {
			t.Errorf("in %s is still %v", place, traces)
		}
	})
}

func TestWhoMayBePhotographedIsAskedAndShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Privacy().SetQuestions(p.Event, true, true) })
		visitor, register := p.Client(), paths.OfEvent(p.Event.Slug).Register()
		visitor.Wants(visitor.Get(register), http.StatusOK, "会場の写真に写ってもよいですか", "保護者のお名前")
		fields := []string{"ticket_type", "venue", "family_name", "川崎", "email", "photo@example.jp"}
		visitor.Wants(visitor.Post(register, append(fields, "minor", "true")...), http.StatusUnprocessableEntity,
			"18歳未満の方のご参加には、保護者の同意が必要です", `id="photo-fault"`)
		visitor.LeadsTo(visitor.Post(register, append(fields, "photo", "no", "minor", "true",
			"guardian_name", "川崎 親", "guardian_consent", "true")...), paths.OfEvent(p.Event.Slug).Registered())
		people, err := p.DB.Query(t.Context()).Registrations().ByEmail(p.Event, "photo@example.jp", 1)
		if err != nil || len(people) != 1 {
			t.Fatalf("%d people: %v", len(people), err)
		}
		r := people[0]
		if r.Photo != models.PhotoNo || r.GuardianName != "川崎 親" || r.GuardianConsentAt == nil {
			t.Errorf("stored: %+v", r)
		}
		staff := p.As(models.RoleOrganizer)
		staff.Wants(staff.Get("/staff/events/here/people/"+r.ID), http.StatusOK, "写りたくない", "川崎 親")
		scanned := p.As(models.RoleReceptionist)
		scan := scanned.Post("/staff/events/here/reception/scan", "id", "s1", "ticket", r.Code)
		scanned.Wants(scanned.Get(scan.Header().Get("Location")), http.StatusOK, "写真：写りたくない")
		own, page := p.Client(), paths.OfAttendee(p.MailedSecret(r.ID))
		own.Get(string(page))
		own.LeadsTo(own.Post(page.Photo(), "photo", "yes"), string(page))
		own.Wants(own.Get(page.Data()), http.StatusOK, "写ってもよい", "川崎 親")
	})
}

func TestWhoMayBePhotographedIsAskedForOthersToo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Write(func(tx *models.Tx) error { return tx.Privacy().SetQuestions(p.Event, true, true) })
		stored := func(family string) models.Registration {
			list, err := p.DB.Query(t.Context()).Registrations().List(p.Event, models.RegistrationFilter{Query: family}, 2)
			if err != nil || len(list) != 1 {
				t.Fatalf("%s: %d people, %v", family, len(list), err)
			}
			return list[0]
		}
		key := models.NewID()
		visitor, register := p.Client(), paths.OfEvent(p.Event.Slug).Register()
		fields := []string{
			"ticket_type", "venue", "family_name", "川崎", "email", "photo@example.jp", "photo", "yes", "row", key,
			"ticket_type." + key, "venue", "family_name." + key, "多摩", "minor." + key, "true",
		}
		visitor.Wants(visitor.Post(register, fields...), http.StatusUnprocessableEntity, `id="photo.`+key+`-fault"`,
			`id="guardian_name.`+key+`-fault"`, "保護者の同意が必要です")
		fields = append(fields, "photo."+key, "no", "guardian_name."+key, "多摩 親", "guardian_consent."+key, "true")
		visitor.Wants(visitor.Post(register+"/review", fields...), http.StatusOK, "写りたくない", "多摩 親")
		visitor.LeadsTo(visitor.Post(register, fields...), paths.OfEvent(p.Event.Slug).Registered())
		companion := stored("多摩")
		apptest.Equal(t, "photo of a companion", companion.Photo, models.PhotoNo)
		apptest.Equal(t, "guardian of a companion", companion.GuardianName, "多摩 親")

		staff := p.As(models.RoleOrganizer)
		entry := []string{
			"ticket_type", "online", "family_name", "宮前", "way", "phone", "locale", "ja", "photo", "no", "minor", "true",
			"guardian_name", "宮前 親",
		}
		staff.Wants(staff.Get("/staff/events/here/people/new"), http.StatusOK, "まだうかがっていません")
		staff.Wants(staff.Post("/staff/events/here/people/new", entry...), http.StatusUnprocessableEntity,
			"保護者の同意が必要です")
		staff.Post("/staff/events/here/people/new", append(entry, "guardian_consent", "true")...)
		entered := stored("宮前")
		apptest.Equal(t, "photo by phone", entered.Photo, models.PhotoNo)
		if entered.GuardianConsentAt == nil {
			t.Error("no consent of a guardian")
		}
		page := "/staff/events/here/people/" + entered.ID
		staff.LeadsTo(staff.Post(page, "family_name", "宮前", "photo", "yes"), page)
		apptest.Equal(t, "photo as staff corrected it", stored("宮前").Photo, models.PhotoYes)
	})
}

func TestFirstTimersAreKnownAfterErasing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		keep(t, p)
		p.SignUp(p.Event, "again@example.jp")
		p.SignUp(p.Other, "again@example.jp")
		p.SetClock(p.Event.EndsAt.AddDate(1, 0, 2))
		if err := p.Nightly(); err != nil {
			t.Fatal(err)
		}
		next := *p.Event
		next.ID, next.Slug, next.PrivacyVersion = "", "next", 0
		next.StartsAt, next.EndsAt = p.DB.Now().AddDate(0, 1, 0), p.DB.Now().AddDate(0, 1, 1)
		p.Write(func(tx *models.Tx) error {
			if err := tx.Events().Create(&next); err != nil {
				return err
			}
			return tx.TicketTypes().Create(&models.TicketType{
				EventID: next.ID, Slug: "online", NameJa: "オンライン", Mode: models.ModeOnline,
			})
		})
		p.SignUp(&next, "AGAIN@example.jp")
		p.SignUp(&next, "new@example.jp")
		first, known, err := p.DB.Query(t.Context()).Registrations().FirstTimers(&next)
		if err != nil || first != 1 || known != 2 {
			t.Errorf("%d of %d are new: %v", first, known, err)
		}
		if first, _, _ := p.DB.Query(t.Context()).Registrations().FirstTimers(p.Other); first != 1 {
			t.Error("another organization knows the address")
		}
	})
}
