package registration

import (
	"context"
	"net/url"
	"slices"

	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/text"
)

const (
	// duplicateGroups is how many groups a page shows.
	duplicateGroups = 20
	// duplicateBatch is how many candidates are read at once, duplicateBatches how often: families that registered one by
	// one, and pairs of which it was said that they are two persons, are left out.
	duplicateBatch, duplicateBatches = 60, 50
)

// Duplicates is what staff do about registrations that may be of one person.
type Duplicates struct{ s *Service }

// DuplicatesOf makes it.
func DuplicatesOf(s *Service) Duplicates { return Duplicates{s} }

// DuplicatesInput chooses a page of the list.
type DuplicatesInput struct {
	By    models.DuplicateBy `query:"by"`
	After string             `query:"after"`
}

// DuplicatesPage lists registrations that may be of one person.
type DuplicatesPage struct {
	By     models.DuplicateBy
	Groups []DuplicateGroup
	// Next is DuplicatesInput.After of the next page, "" on the last one.
	Next string
}

// DuplicateGroup is live registrations that are alike, the one that was made first at the top. With each of the others
// there is one that may be the same person.
type DuplicateGroup struct{ People []models.Registration }

// Page reads one page of the list. Staff who may edit people call it.
func (d Duplicates) Page(ctx context.Context, event *models.Event, in *DuplicatesInput) (*DuplicatesPage, error) {
	page := &DuplicatesPage{By: in.By}
	if !slices.Contains(models.DuplicatesBy, page.By) {
		page.By = models.DuplicateName
	}
	q, after := d.s.db.Query(ctx), in.After
	for range duplicateBatches {
		keys, err := q.Duplicates().Keys(event, page.By, after, duplicateBatch)
		if err != nil || len(keys) == 0 {
			page.Next = ""
			return page, err
		}
		groups, err := d.groups(q, event, page.By, keys)
		if err != nil {
			return nil, err
		}
		for i := range groups {
			page.Groups = append(page.Groups, groups[i])
			if len(page.Groups) == duplicateGroups {
				page.Next = page.By.Key(&groups[i].People[0])
				return page, nil
			}
		}
		after = keys[len(keys)-1]
		if page.Next = after; len(keys) < duplicateBatch {
			page.Next = ""
			return page, nil
		}
	}
	return page, nil
}

// groups reads those who have one of the keys, and may be the same person as another.
func (d Duplicates) groups(
	q *models.Query, event *models.Event, by models.DuplicateBy, keys []string,
) (groups []DuplicateGroup, err error) {
	people, err := q.Duplicates().OfKeys(event, by, keys)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].ID
	}
	different, err := q.Duplicates().Different(ids)
	if err != nil {
		return nil, err
	}
	for len(people) > 0 {
		n := 1
		for n < len(people) && by.Key(&people[n]) == by.Key(&people[0]) {
			n++
		}
		if alike := mayBeOne(by, people[:n], different); len(alike) > 1 {
			groups = append(groups, DuplicateGroup{alike})
		}
		people = people[n:]
	}
	return groups, nil
}

// mayBeOne leaves those of a group with whom another one may be the same person.
func mayBeOne(
	by models.DuplicateBy, people []models.Registration, different map[models.Pair]bool,
) (alike []models.Registration) {
	may := make([]bool, len(people))
	for i := range people {
		for j := range people[:i] {
			a, b := &people[i], &people[j]
			if !cameTogether(a, b) && !different[models.PairOf(a.ID, b.ID)] &&
				(by != models.DuplicateName || sameName(a, b)) {
				may[i], may[j] = true, true
			}
		}
	}
	for i := range people {
		if may[i] {
			alike = append(alike, people[i])
		}
	}
	return alike
}

// cameTogether reports whether two people were registered in one form, which demands different names.
func cameTogether(a, b *models.Registration) bool { return representativeOf(a) == representativeOf(b) }

func representativeOf(r *models.Registration) string {
	if r.RepresentativeID != nil {
		return *r.RepresentativeID
	}
	return r.ID
}

// sameName reports whether two names that are read alike may be one: they are written alike, whatever the variant of a
// character, or one of them is written as it is read.
func sameName(a, b *models.Registration) bool {
	one, other := text.SearchQuery(a.Family+a.Given), text.SearchQuery(b.Family+b.Given)
	return one == other || one == reading(a) || other == reading(b)
}

func reading(r *models.Registration) string { return text.SearchQuery(r.FamilyKana + r.GivenKana) }

// PairInput names two registrations.
type PairInput struct {
	First  string `form:"first"`
	Second string `form:"second"`
	// Undo takes back that they are two persons.
	Undo bool `form:"undo"`
}

// PairPage is two registrations side by side.
type PairPage struct {
	First, Second *models.Registration
	// Arrived says who was admitted.
	FirstArrived, SecondArrived bool
	// Different says that staff said that they are two persons.
	Different bool
	// Keep is the id of the one that should stay: who was admitted or has a place, else who registered first.
	Keep string
	// Refused is the key of why they cannot be merged in this way, "" where they can.
	Refused string
}

// Pair is the two.
func (p *PairPage) Pair() []*models.Registration { return []*models.Registration{p.First, p.Second} }

// Pair reads two registrations of the event. Staff who may edit people call it.
func (d Duplicates) Pair(ctx context.Context, event *models.Event, in *PairInput) (*PairPage, error) {
	q := d.s.db.Query(ctx)
	pair := models.PairOf(in.First, in.Second)
	first, err := q.Registrations().ByID(event, pair.First)
	if err != nil {
		return nil, err
	}
	second, err := q.Registrations().ByID(event, pair.Second)
	if err != nil || first.ID == second.ID {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	page := &PairPage{First: first, Second: second, Keep: first.ID}
	admitted, err := q.Admissions().OfRegistrations(event, []string{first.ID, second.ID})
	if err != nil {
		return nil, err
	}
	page.FirstArrived, page.SecondArrived = admitted[first.ID].Arrived, admitted[second.ID].Arrived
	hasPlace := func(r *models.Registration) bool { return r.State == models.RegistrationConfirmed }
	if (page.SecondArrived && !page.FirstArrived) ||
		(page.FirstArrived == page.SecondArrived && hasPlace(second) && !hasPlace(first)) {
		page.Keep = second.ID
	}
	different, err := q.Duplicates().Different([]string{first.ID})
	page.Different = different[pair]
	if !first.Live() || !second.Live() {
		page.Refused = "registration.merge_not_live"
	} else if page.FirstArrived && page.SecondArrived {
		page.Refused = "registration.merge_arrived"
	}
	return page, err
}

// Has fails with NotFound where the event has no such registration.
func (d Duplicates) Has(ctx context.Context, event *models.Event, id string) error {
	_, err := d.s.db.Query(ctx).Registrations().ByID(event, id)
	return err
}

// Twin finds the registration that has the name and address which were typed as the right ones of another, nil for
// none. Staff who may edit people call it.
func (d Duplicates) Twin(ctx context.Context, r *models.Registration, typed url.Values) (*models.Registration, error) {
	in := &CorrectInput{
		NameInput: NameInput{Family: typed.Get("family_name"), Given: typed.Get("given_name")}, Email: typed.Get("email"),
	}
	corrected := in.check(check.New())
	corrected.EventID = r.EventID
	twin, err := d.s.db.Query(ctx).Registrations().OfPerson(corrected)
	if models.CodeOf(err) == models.CodeNotFound || (err == nil && twin.ID == r.ID) {
		return nil, nil
	}
	return twin, err
}

// SetDifferent records that two registrations are of two persons, so that they are not listed any more, or takes it
// back. Staff who may edit people call it.
func (d Duplicates) SetDifferent(ctx context.Context, event *models.Event, in *PairInput) error {
	page, err := d.Pair(ctx, event, in)
	if err != nil {
		return err
	}
	return d.s.db.InTx(ctx, func(tx *models.Tx) error {
		tx.About(models.AuditSubject{Kind: models.SubjectRegistration, ID: page.First.ID})
		return tx.Duplicates().SetDifferent(models.PairOf(page.First.ID, page.Second.ID), !in.Undo)
	})
}
