package organization_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/organization"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// register is the member register of a club in a test.
type register struct {
	*testing.T
	*organization.Service
	club *models.Organization
}

func eachRegister(t *testing.T, test func(r register, db *models.DB)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		test(register{t, organization.New(db, organization.Options{}), newClub(t, db, "club")}, db)
	})
}

func newClub(t *testing.T, db *models.DB, slug string) *models.Organization {
	t.Helper()
	club := &models.Organization{Slug: slug, NameJa: slug, Sector: models.SectorIndustry}
	if err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Organizations().Create(club) }); err != nil {
		t.Fatal(err)
	}
	return club
}

func (r register) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// list writes the people whom a filter chooses, with their roles now.
func (r register) list(f organization.RegisterFilter) string {
	r.Helper()
	page, err := r.Register(r.Context(), r.club, &f, 0)
	r.must(err)
	var all []string
	for _, p := range page.People {
		line := p.Latest().Full("ja")
		for _, role := range p.Now(page.Day) {
			line += " " + string(role)
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func (r register) add(family, given, email string) string {
	r.Helper()
	id, err := r.AddMember(r.Context(), r.club, &organization.MemberInput{
		Family: family, Given: given, Email: email,
		RoleInput: organization.RoleInput{Role: models.AffiliationMember, From: "2020-04-01"},
	})
	r.must(err)
	return id
}

// listOf is a list as a form brings it.
func listOf(content string) *table.List {
	var list table.List
	if err := list.Take("list.csv", []byte(content)); err != nil {
		return nil
	}
	return &list
}

func (r register) preview(list string) *organization.ImportPage {
	r.Helper()
	page, err := r.PreviewImport(r.Context(), r.club, listOf(list))
	r.must(err)
	return page
}

func (r register) outcomes(page *organization.ImportPage) (all string) {
	for _, row := range page.Rows {
		all += row.Outcome + " "
	}
	return all
}

// Roles change over time, people leave, and the time stays; a person who is erased leaves only the days.
func TestTheRegisterOverTime(t *testing.T) {
	eachRegister(t, func(r register, _ *models.DB) {
		id := r.add("髙橋", "はなこ", "hanako@club.example")
		r.add("渡邉", "", "")
		r.must(r.AddRole(r.Context(), r.club, id, &organization.RoleInput{Role: models.AffiliationBoard, From: "2022/4/1"}))
		apptest.Equal(r.T, "now", r.list(organization.RegisterFilter{}), "髙橋 はなこ board member, 渡邉 member")
		apptest.Equal(r.T, "search", r.list(organization.RegisterFilter{Search: "高橋ハナコ"}), "髙橋 はなこ board member")
		apptest.Equal(r.T, "role", r.list(organization.RegisterFilter{Role: "board"}), "髙橋 はなこ board member")
		apptest.Equal(r.T, "sorted", r.list(organization.RegisterFilter{Sort: "-email"}), "髙橋 はなこ board member, 渡邉 member")

		for _, wrong := range []string{"", "2019-01-01", "never", "2024-02-30", "99999-01-01"} {
			if err := r.Leave(r.Context(), r.club, id, wrong); models.CodeOf(err) != models.CodeInvalid {
				r.Errorf("left on %q: %v", wrong, err)
			}
		}
		r.must(r.Leave(r.Context(), r.club, id, "2025年3月31日"))
		apptest.Equal(r.T, "after leaving", r.list(organization.RegisterFilter{}), "渡邉 member")
		apptest.Equal(r.T, "those who left", r.list(organization.RegisterFilter{State: "left"}), "髙橋 はなこ board")
		page, err := r.MemberPage(r.Context(), r.club, id)
		r.must(err)
		apptest.Equal(r.T, "days", page.Since()+" "+page.Until(), "2020-04-01 2025-03-31")

		r.must(r.AddRole(r.Context(), r.club, id, &organization.RoleInput{Role: models.AffiliationMember, From: "2026.1.5"}))
		apptest.Equal(r.T, "who came back", r.list(organization.RegisterFilter{Search: "髙橋"}), "髙橋 はなこ member")

		r.must(r.EraseMember(r.Context(), r.club, id))
		apptest.Equal(r.T, "after erasing", r.list(organization.RegisterFilter{}), "渡邉 member")
		apptest.Equal(r.T, "found", r.list(organization.RegisterFilter{Search: "hanako", State: "all"}), "")
		page, err = r.MemberPage(r.Context(), r.club, id)
		r.must(err)
		apptest.Equal(r.T, "state", page.State, organization.StateErased)
		apptest.Equal(r.T, "first day", page.Since(), "2020-04-01")
		err = r.SaveMember(r.Context(), r.club, id, &organization.MemberInput{Family: "髙橋"})
		apptest.Equal(r.T, "writing to who was erased", models.CodeOf(err), models.CodeConflict)
	})
}

// A role that two people change at once is one's; the last role stays; those of others are nobody's here.
func TestARoleIsCorrected(t *testing.T) {
	eachRegister(t, func(r register, db *models.DB) {
		id := r.add("佐藤", "一", "sato@club.example")
		page, err := r.MemberPage(r.Context(), r.club, id)
		r.must(err)
		role, in := page.Roles[0].ID, &organization.RoleInput{Role: models.AffiliationContact}
		r.must(r.SaveRole(r.Context(), r.club, id, role, 1, in, false))
		err = r.SaveRole(r.Context(), r.club, id, role, 1, in, false)
		apptest.Equal(r.T, "an old version", models.CodeOf(err), models.CodeConflict)
		err = r.SaveRole(r.Context(), r.club, id, role, 2, in, true)
		apptest.Equal(r.T, "the last role", models.CodeOf(err), models.CodeConflict)
		other := newClub(r.T, db, "other")
		for what, err := range map[string]error{
			"a role":   r.SaveRole(r.Context(), other, id, role, 2, in, false),
			"a name":   r.SaveMember(r.Context(), other, id, &organization.MemberInput{Family: "別"}),
			"leaving":  r.Leave(r.Context(), other, id, "2026-01-01"),
			"erasing":  r.EraseMember(r.Context(), other, id),
			"new role": r.AddRole(r.Context(), other, id, in),
			"merging":  r.MergeMembers(r.Context(), other, id, id),
		} {
			apptest.Equal(r.T, what+" of another club", models.CodeOf(err), models.CodeNotFound)
		}
		apptest.Equal(r.T, "unchanged", r.list(organization.RegisterFilter{}), "佐藤 一 contact")
	})
}

// A list is shown before it is stored, with those who are there already; brought twice it adds nobody, and can be taken
// back.
func TestAListWithDoublesIsImported(t *testing.T) {
	eachRegister(t, func(r register, _ *models.DB) {
		r.add("髙橋", "花子", "hanako@club.example")
		r.add("鈴木", "次郎", "")
		const list = "氏名,フリガナ,メール,役割,入部日,所属\n" +
			"高橋　花子,タカハシ ハナコ,HANAKO@club.example,部員,,営業\n" + // the same, with another form of a kanji
			"髙橋 花子,,hanako@club.example,運営委員,2023/4/1,営業\n" + // another role
			"別人,,hanako@club.example,,,営業\n" + // the address of somebody else
			"鈴木 次郎,,jiro@club.example,窓口,,営業\n" + // may be the one without an address
			"山田 太郎,ヤマダ タロウ,taro@club.example,,2024-04-01,営業\n" +
			"山田 太郎,ヤマダ タロウ,taro@club.example,,2024-04-01,営業\n" + // twice in the list
			"田中,,not an address,,,\n" +
			"田中,,,社長,,\n" +
			",,x@club.example,,,\n" +
			"=cmd(),,cmd@club.example,,2024-13-01,\n"
		page := r.preview(list)
		apptest.Equal(r.T, "rows", r.outcomes(page), "known role fault same new known fault fault fault fault ")
		apptest.Equal(r.T, "columns that are not read", page.Unknown, []string{"所属"})
		apptest.Equal(r.T, "nothing is stored", r.list(organization.RegisterFilter{}), "髙橋 花子 member, 鈴木 次郎 member")

		store := func(sameToo bool) {
			r.Helper()
			r.must(r.StoreImport(r.Context(), r.club, &organization.ImportInput{List: *page.List, SameToo: sameToo}))
		}
		store(false)
		after := "山田 太郎 member, 髙橋 花子 board member, 鈴木 次郎 member"
		apptest.Equal(r.T, "stored", r.list(organization.RegisterFilter{}), after)
		store(false)
		apptest.Equal(r.T, "stored twice", r.list(organization.RegisterFilter{}), after)
		store(true)
		apptest.Equal(r.T, "same names", r.list(organization.RegisterFilter{State: organization.StateSame}),
			"鈴木 次郎 member, 鈴木 次郎 contact")

		shown, err := r.Register(r.Context(), r.club, &organization.RegisterFilter{}, 50)
		r.must(err)
		for _, i := range shown.Imports {
			r.must(r.UndoImport(r.Context(), r.club, i.ID))
		}
		r.must(r.UndoImport(r.Context(), r.club, ""))
		apptest.Equal(r.T, "taken back", r.list(organization.RegisterFilter{}), "髙橋 花子 member, 鈴木 次郎 member")
	})
}

// A download in either language can be brought back, and changes nothing.
func TestADownloadCanBeImported(t *testing.T) {
	eachRegister(t, func(r register, _ *models.DB) {
		r.must(r.StoreImport(r.Context(), r.club, &organization.ImportInput{
			List: *listOf("姓,名,セイ,メイ,メールアドレス,役割,開始日,終了日\n髙橋,花子,タカハシ,ハナコ,hanako@club.example,運営委員,2020-04-01,\n" +
				"O'Brien,Ann,,,ann@club.example,窓口,,2030-01-01\n"),
		}))
		texts, err := i18n.Load()
		r.must(err)
		for _, lang := range []string{"ja", "en"} {
			list, err := r.RegisterTable(r.Context(), texts.For(lang), r.club, &organization.RegisterFilter{})
			r.must(err)
			var csv, xlsx bytes.Buffer
			r.must(table.CSV(&csv, table.UTF8BOM, list))
			r.must(table.XLSX(&xlsx, list))
			apptest.Equal(r.T, lang, r.outcomes(r.preview(csv.String())), "known known ")
			page, err := r.PreviewImport(r.Context(), r.club, listOf(xlsx.String()))
			r.must(err)
			apptest.Equal(r.T, lang+" as a workbook", r.outcomes(page), "known known ")
			apptest.Equal(r.T, "not read in "+lang, len(page.Unknown), 2) // the status and the number
		}
	})
}

// A person in two clubs with two addresses: each club knows one, the person proves both, and belongs to both. A club
// that changes the address to somebody else's gives nothing of the account away.
func TestAPersonInTwoClubs(t *testing.T) {
	eachRegister(t, func(r register, db *models.DB) {
		other := register{r.T, r.Service, newClub(r.T, db, "other")}
		id := r.add("佐藤", "さくら", "sakura@company.example")
		other.add("佐藤", "さくら", "sakura@home.example")
		account := &models.Account{
			Email: "sakura@home.example", EmailKey: "sakura@home.example", Name: "佐藤 さくら", PasswordHash: models.NoPassword,
		}
		places := func() int {
			r.Helper()
			list, err := db.Query(r.Context()).Affiliations().OfAccount(account.ID)
			r.must(err)
			return len(list)
		}
		claim := func(key string) {
			r.Helper()
			r.must(db.InTx(r.Context(), func(tx *models.Tx) error { return tx.Affiliations().Claim(account.ID, key) }))
		}
		r.must(db.InTx(r.Context(), func(tx *models.Tx) error { return tx.Accounts().Create(account) }))
		claim("sakura@home.example")
		apptest.Equal(r.T, "places by one address", places(), 1)
		claim("sakura@company.example")
		apptest.Equal(r.T, "places by both", places(), 2)
		in := &organization.MemberInput{Family: "佐藤", Given: "さくら", Email: "other@company.example"}
		r.must(r.SaveMember(r.Context(), r.club, id, in))
		apptest.Equal(r.T, "places once the club says it is another address", places(), 1)
	})
}

// 800 people are imported in less than two seconds, and listed in much less.
func TestALargeRegisterIsFast(t *testing.T) {
	eachRegister(t, func(r register, _ *models.DB) {
		list := "姓,名,メールアドレス,役割,開始日\n"
		for i := range 800 {
			list += fmt.Sprintf("部員%d,太郎,member%d@club.example,部員,2021-04-01\n", i, i)
		}
		begun := time.Now()
		page := r.preview(list)
		r.must(r.StoreImport(r.Context(), r.club, &organization.ImportInput{List: *page.List}))
		took := time.Since(begun)
		shown, err := r.Register(r.Context(), r.club, &organization.RegisterFilter{}, 50)
		r.must(err)
		apptest.Equal(r.T, "people", shown.Total, 800)
		r.Logf("imported in %v", took)
		if took > 10*time.Second { // the aim is two, on a quiet machine
			r.Errorf("it took %v", took)
		}
	})
}
