package organization_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"meguri/app/organization"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// found writes the pairs of a register that may be of one person, and why.
func (r register) found() string {
	r.Helper()
	page, err := r.Twins(r.Context(), r.club)
	r.must(err)
	var all []string
	for _, t := range page.List {
		all = append(all, t.First.Latest().Full("ja")+" = "+t.Second.Latest().Full("ja")+": "+strings.Join(t.Why, " "))
	}
	return strings.Join(all, ", ")
}

func (r register) code(err error, want models.Code) {
	r.Helper()
	apptest.Equal(r.T, "the answer", models.CodeOf(err), want)
}

// Two entries of one person are found, whatever form the name has, put together with all that is known of both, and
// taken apart again; who are two people is told once.
func TestDoublesOfAPersonAreOne(t *testing.T) {
	eachRegister(t, func(r register, db *models.DB) {
		ctx := r.Context()
		one, two := r.add("髙橋", "花子", "hanako@work.example"), r.add("高橋", "花子", "hanako@home.example")
		r.add("鈴木", "次郎", "jiro@club.example")
		read := func(family, given, kana, givenKana string) string {
			id, err := r.AddMember(ctx, r.club, &organization.MemberInput{
				Family: family, Given: given, FamilyKana: kana, GivenKana: givenKana,
				RoleInput: organization.RoleInput{Role: models.AffiliationMember},
			})
			r.must(err)
			return id
		}
		read("佐藤", "恵", "サトウ", "メグミ")
		read("ｻﾄｳ", "ﾒｸﾞﾐ", "", "")
		read("佐藤", "恵", "サトウ", "ケイ") // another reading: another person
		apptest.Equal(r.T, "found", r.found(), "高橋 花子 = 髙橋 花子: name, サトウ メグミ = 佐藤 恵: reading")
		_, err := r.Twin(ctx, r.club, one, "nothing")
		r.code(err, models.CodeNotFound)

		r.must(r.SetTwoPeople(ctx, r.club, two, one, true))
		apptest.Lacks(r.T, "told apart", r.found(), "花子")
		apptest.Lacks(r.T, "the list", r.list(organization.RegisterFilter{State: organization.StateSame}), "花子")
		r.must(r.SetTwoPeople(ctx, r.club, one, two, false))
		apptest.Contains(r.T, "told apart no more", r.found(), "花子")

		r.must(r.MergeMembers(ctx, r.club, one, two))
		page, err := r.MemberPage(ctx, r.club, one)
		r.must(err)
		apptest.Equal(r.T, "roles", len(page.Roles), 2)
		apptest.Equal(r.T, "addresses", len(page.Emails()), 2)
		_, err = r.MemberPage(ctx, r.club, two)
		r.code(err, models.CodeNotFound)
		kept, err := r.KeptMember(ctx, r.club, two)
		r.must(err)
		apptest.Equal(r.T, "leads to", kept, one)
		r.code(r.MergeMembers(ctx, r.club, one, two), models.CodeNotFound)
		r.code(r.UndoMembers(ctx, r.club, "nothing"), models.CodeNotFound)
		other := newClub(t, db, "other")
		r.code(r.UndoMembers(ctx, other, two), models.CodeNotFound)

		// A list with either address knows them; a role that they have under one is not added under the other.
		preview := r.preview("姓,名,メールアドレス,役割,開始日\n高橋,花子,hanako@home.example,部員,2020-04-01\n" +
			"髙橋,花子,hanako@work.example,運営委員,2024-04-01\n")
		apptest.Equal(r.T, "a list", r.outcomes(preview), "known role ")
		// Another name is for both, an address for the one that had it.
		r.must(r.SaveMember(ctx, r.club, one, &organization.MemberInput{
			Family: "山田", Given: "花子", Email: page.Latest().Email,
		}))
		page, err = r.MemberPage(ctx, r.club, one)
		r.must(err)
		apptest.Equal(r.T, "addresses", len(page.Emails()), 2)

		r.must(r.AddRole(ctx, r.club, one, &organization.RoleInput{Role: models.AffiliationBoard, From: "2026-04-01"}))
		r.must(r.UndoMembers(ctx, r.club, two))
		for id, roles := range map[string]int{one: 2, two: 1} {
			page, err := r.MemberPage(ctx, r.club, id)
			r.must(err)
			apptest.Equal(r.T, "roles of "+id, len(page.Roles), roles)
		}
		r.code(r.UndoMembers(ctx, r.club, two), models.CodeNotFound)

		// Who was erased stays erased, and one.
		r.must(r.MergeMembers(ctx, r.club, two, one))
		r.must(r.EraseMember(ctx, r.club, two))
		r.code(r.UndoMembers(ctx, r.club, one), models.CodeConflict)
		apptest.Lacks(r.T, "the register", r.list(organization.RegisterFilter{State: organization.StateAll}), "花子")
	})
}

// Who puts the same two together at the same moment, while a list with them comes in and somebody gives them a role,
// finds one person afterwards, and nothing is lost.
func TestPuttingTogetherAtOnce(t *testing.T) {
	eachRegister(t, func(r register, _ *models.DB) {
		ctx := r.Context()
		for round := range 5 {
			name := fmt.Sprintf("花%d", round)
			email := func(at string) string { return fmt.Sprintf("hana%d@%s.example", round, at) }
			one, two := r.add("高橋", name, email("work")), r.add("髙橋", name, email("home"))
			list := "姓,名,メールアドレス,役割,開始日\n" +
				"髙橋," + name + "," + email("home") + ",運営委員,2024-04-01\n高橋," + name + "," + email("work") + ",窓口,2025-04-01\n"
			var errs [4]error
			var pressing sync.WaitGroup
			for i, do := range []func() error{
				func() error { return r.MergeMembers(ctx, r.club, one, two) },
				func() error { return r.MergeMembers(ctx, r.club, two, one) },
				func() error { return r.StoreImport(ctx, r.club, &organization.ImportInput{List: *listOf(list)}) },
				func() error {
					return r.AddRole(ctx, r.club, two, &organization.RoleInput{Role: models.AffiliationBoard, From: "2022-04-01"})
				},
			} {
				pressing.Go(func() { errs[i] = do() })
			}
			pressing.Wait()
			r.must(errs[2])
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("round %d: %v, %v", round, errs[0], errs[1])
			}
			kept := one
			if errs[0] != nil {
				kept = two
			}
			want := 4 // two entries, and two roles of the list
			if errs[3] == nil {
				want++
			} else {
				r.code(errs[3], models.CodeNotFound)
			}
			page, err := r.MemberPage(ctx, r.club, kept)
			r.must(err)
			apptest.Equal(r.T, fmt.Sprint("roles in round ", round), len(page.Roles), want)
			all := r.list(organization.RegisterFilter{State: organization.StateAll})
			apptest.Equal(r.T, "people", strings.Count(all, name), 1)
		}
	})
}
