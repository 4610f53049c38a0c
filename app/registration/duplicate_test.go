package registration_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/registration"
	"meguri/models"
)

// named registers a person for the venue under a name and reading.
func (f *fixture) named(address, family, given, familyKana, givenKana string) *models.Registration {
	f.t.Helper()
	in := signUpInput(address+"@mail.example", "venue")
	in.NameInput = registration.NameInput{Family: family, Given: given, FamilyKana: familyKana, GivenKana: givenKana}
	return f.submit(in).Registration
}

// duplicates lists the addresses of those who are alike, a group in brackets.
func (f *fixture) duplicates(by models.DuplicateBy) string {
	f.t.Helper()
	page, err := registration.DuplicatesOf(f.service).Page(f.ctx, f.event, &registration.DuplicatesInput{By: by})
	f.must(err)
	var groups []string
	for _, group := range page.Groups {
		var names []string
		for _, r := range group.People {
			name, _, _ := strings.Cut(r.Email, "@")
			names = append(names, name)
		}
		groups = append(groups, "("+strings.Join(names, " ")+")")
	}
	return strings.Join(groups, " ")
}

func TestDuplicatesAreFound(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"by name and reading, whatever the variant of a character": func(t *testing.T, f *fixture) {
			f.named("a", "髙橋", "花子", "タカハシ", "ハナコ")
			f.named("b", "高橋", "花子", "タカハシ", "ハナコ")
			f.named("kana", "たかはし", "はなこ", "", "")
			f.named("other", "高橋", "華子", "タカハシ", "ハナコ")
			f.named("else", "高橋", "次郎", "タカハシ", "ジロウ")
			expectEqual(t, "alike", f.duplicates(models.DuplicateName), "(a b kana other)")
		},
		"other characters read alike are two persons": func(t *testing.T, f *fixture) {
			f.named("a", "佐藤", "健", "サトウ", "ケン")
			f.named("b", "佐藤", "賢", "サトウ", "ケン")
			expectEqual(t, "alike", f.duplicates(models.DuplicateName), "")
		},
		"by address, without those who came together": func(t *testing.T, f *fixture) {
			f.submit(groupInput("family", "online", 2))
			expectEqual(t, "alike", f.duplicates(models.DuplicateEmail), "")
			f.named("two", "佐藤", "健", "", "")
			f.named("two", "Sato", "Ken", "", "")
			expectEqual(t, "alike", f.duplicates(models.DuplicateEmail), "(two two)")
		},
		"by phone, however it is written": func(t *testing.T, f *fixture) {
			for i, phone := range []string{"044-200-1234", "＋８１ 44 200 1234", "", ""} {
				_, err := f.service.Enter(f.ctx, f.event, &registration.EntryInput{
					TicketType: "online", NameInput: registration.NameInput{Family: fmt.Sprint("p", i)}, Phone: phone,
					Email: fmt.Sprintf("p%d@mail.example", i), Way: models.EntryPhone, Locale: "ja",
				}, models.NewID())
				f.must(err)
			}
			expectEqual(t, "alike", f.duplicates(models.DuplicatePhone), "(p0 p1)")
		},
		"until staff say that they are two persons": func(t *testing.T, f *fixture) {
			a, b := f.named("a", "林", "一", "ハヤシ", "ハジメ"), f.named("b", "林", "一", "ハヤシ", "ハジメ")
			pair := &registration.PairInput{First: b.ID, Second: a.ID}
			f.must(registration.DuplicatesOf(f.service).SetDifferent(f.ctx, f.event, pair))
			expectEqual(t, "alike", f.duplicates(models.DuplicateName), "")
			f.named("c", "林", "一", "ハヤシ", "ハジメ")
			expectEqual(t, "alike", f.duplicates(models.DuplicateName), "(a b c)")
			pair.Undo = true
			f.must(registration.DuplicatesOf(f.service).SetDifferent(f.ctx, f.event, pair))
			f.cancel(f.current(b))
			expectEqual(t, "alike", f.duplicates(models.DuplicateName), "(a c)")
		},
	})
}

func (f *fixture) merge(keep, other *models.Registration, fields ...string) error {
	in := &registration.MergeInput{First: keep.ID, Second: other.ID, Keep: keep.ID}
	for _, field := range fields {
		switch field {
		case "email":
			in.Email = other.ID
		case "name":
			in.Name = other.ID
		}
	}
	return registration.DuplicatesOf(f.service).Merge(f.ctx, f.event, in)
}

func TestMerging(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"frees a place, and is undone while there is one": func(t *testing.T, f *fixture) {
			a, b := f.named("a", "林", "一", "ハヤシ", "ハジメ"), f.named("b", "林", "はじめ", "ハヤシ", "ハジメ")
			waits := f.signUp("waits", "venue")
			f.must(f.merge(a, b, "email"))
			f.expect(b, "cancelled venue")
			f.expect(waits, "confirmed venue")
			f.expectExact()
			expectEqual(t, "the address", f.current(a).Email, "b@mail.example")
			f.expectMails(a, "registration_confirmed registration_merged")
			err := registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID)
			expectEqual(t, "code", models.CodeOf(err), models.CodeFull)
			f.cancel(waits)
			f.must(registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID))
			f.expect(a, "confirmed venue")
			f.expect(b, "confirmed venue")
			f.expectExact()
			expectEqual(t, "addresses", f.current(a).Email+" "+f.current(b).Email, "a@mail.example b@mail.example")
			err = registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID)
			expectEqual(t, "undone twice", models.CodeOf(err), models.CodeNotFound)
		},
		"the later promise of the two stands, and a sealed one can still be read": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			f.write(func(tx *models.Tx) error {
				sealed, err := f.links.Seal(b.ID, "月に一度")
				if err != nil {
					return err
				}
				for _, p := range []models.Promise{
					{ID: "p1", RegistrationID: &a.ID, Text: "毎週"}, {ID: "p2", RegistrationID: &b.ID, Text: sealed, Sealed: true},
				} {
					p.EventID, p.CreatedAt = f.event.ID, tx.Now
					if err := tx.Promises().Save(&p); err != nil {
						return err
					}
					tx.Now = tx.Now.Add(time.Second)
				}
				return nil
			})
			f.must(f.merge(a, b))
			p, err := f.db.Query(f.ctx).Promises().OfRegistration(a)
			f.must(err)
			said, err := f.links.Unseal(a.ID, p.Text)
			f.must(err)
			expectEqual(t, "promise", said, "月に一度")
		},
		"takes notes and tags over, and gives exactly these back": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			account := f.account()
			f.write(func(tx *models.Tx) error {
				for name, ids := range map[string][]string{"両方": {a.ID, b.ID}, "前から": {a.ID}, "来賓": {b.ID}} {
					tag, err := tx.Tags().Make(f.event, name)
					if err != nil {
						return err
					}
					if _, err := tx.Tags().Put(tag, ids); err != nil {
						return err
					}
				}
				if err := tx.Notes().Add(a, account, "aのメモ"); err != nil {
					return err
				}
				return tx.Notes().Add(b, account, "bのメモ")
			})
			marks := func(r *models.Registration) (list []string) {
				tags, err := f.db.Query(f.ctx).Tags().OfRegistrations([]string{r.ID})
				f.must(err)
				for _, tag := range tags[r.ID] {
					list = append(list, tag.Name)
				}
				notes, err := f.db.Query(f.ctx).Notes().OfRegistration(r)
				f.must(err)
				for i := range notes {
					list = append(list, notes[i].Text)
				}
				slices.Sort(list)
				return list
			}
			beforeA, beforeB := marks(a), marks(b)
			f.must(f.merge(a, b))
			expectEqual(t, "of the one that stays", marks(a), []string{"aのメモ", "bのメモ", "両方", "前から", "来賓"})
			expectEqual(t, "of the other", len(marks(b)), 0)
			f.must(registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID))
			expectEqual(t, "of the one that stayed", marks(a), beforeA)
			expectEqual(t, "of the other again", marks(b), beforeB)
		},
		"opens the one that stays by the link of the other": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			f.must(f.merge(a, b))
			found, _, err := f.service.ByLink(f.ctx, f.service.Link(f.current(b)))
			f.must(err)
			expectEqual(t, "who", found.ID, a.ID)
			c := f.signUp("c", "online")
			f.must(f.merge(c, f.current(a)))
			found, _, err = f.service.ByLink(f.ctx, f.service.Link(f.current(b)))
			f.must(err)
			expectEqual(t, "who after another one", found.ID, c.ID)
		},
		"is not undone once something changed": func(t *testing.T, f *fixture) {
			a, b := f.signUp("a", "online"), f.signUp("b", "online")
			f.must(f.merge(a, b))
			f.must(f.service.Correct(f.ctx, f.event, a.ID, correctName("新しい名"), registration.ByAttendee))
			err := registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID)
			expectEqual(t, "code", models.CodeOf(err), models.CodeConflict)
		},
		"puts who waited back where they were": func(t *testing.T, f *fixture) {
			f.signUp("x", "venue")
			f.signUp("y", "venue")
			a, b, c := f.signUp("a", "venue"), f.signUp("b", "venue"), f.signUp("c", "venue")
			f.must(f.merge(a, b))
			f.expect(c, "waitlisted venue 2")
			f.must(registration.DuplicatesOf(f.service).Unmerge(f.ctx, f.event, b.ID))
			f.expect(b, "waitlisted venue 2")
			f.expect(c, "waitlisted venue 3")
		},
		"never loses a place, companions, or somebody who is not live": func(t *testing.T, f *fixture) {
			f.signUp("x", "venue")
			has := f.signUp("has", "venue")
			waits := f.signUp("waits", "venue")
			expectConflict(t, f.merge(waits, has), "registration.merge_place")
			f.cancel(waits)
			expectConflict(t, f.merge(has, f.current(waits)), "registration.merge_not_live")
			group := f.submit(groupInput("group", "online", 1))
			online := f.signUp("online", "online")
			expectConflict(t, f.merge(online, group.Registration), "registration.merge_companions")
			f.must(f.merge(group.Registration, online))
			f.expectExact()
		},
	})
}

func expectConflict(t *testing.T, err error, key string) {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) || known.Code != models.CodeConflict || known.Key != key {
		t.Errorf("the error is %v, want %s", err, key)
	}
}
