package privacy

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/models"
)

const (
	maxText = 1000 // characters of an item
	maxDays = 3650
)

// NoticeInput is what staff type about the data of an event's people. Texts are named as in models.PrivacyNotice, days
// "keep_" and the field.
type NoticeInput struct {
	// Before is the version that was edited.
	Before   int
	Joint    bool
	Provides bool
	Photo    bool
	Guardian bool
	Texts    map[string]string
	Keep     map[models.KeptField]string
}

// ReadNotice reads what was typed.
func ReadNotice(typed url.Values) *NoticeInput {
	before, _ := strconv.Atoi(typed.Get("before")) // what is no number is no version
	in := &NoticeInput{
		Before: before, Joint: typed.Get("joint") == "true", Provides: typed.Get("provides") == "true",
		Photo: typed.Get("asks_photo") == "true", Guardian: typed.Get("asks_guardian") == "true",
		Texts: map[string]string{}, Keep: map[models.KeptField]string{},
	}
	for _, name := range textNames() {
		in.Texts[name] = typed.Get(name)
	}
	for _, field := range models.KeptFields {
		in.Keep[field] = typed.Get("keep_" + string(field))
	}
	return in
}

// textNames are the texts of both languages in the order of the form.
func textNames() (names []string) {
	for _, item := range slices.Concat(models.JointItems, models.ProvidedItems) {
		names = append(names, item+"_ja", item+"_en")
	}
	return names
}

// Fields are the names of the form's fields in its order.
func (in *NoticeInput) Fields() []string {
	fields := append([]string{"joint"}, textNames()...)
	for _, field := range models.KeptFields {
		fields = append(fields, "keep_"+string(field))
	}
	return fields
}

// valuesOf is what the form shows of a notice.
func valuesOf(e *models.Event, n *models.PrivacyNotice) url.Values {
	values := url.Values{"before": {strconv.Itoa(n.Version)}}
	for name, is := range map[string]bool{
		"joint": n.Joint, "provides": n.Provides, "asks_photo": e.AsksPhoto, "asks_guardian": e.AsksGuardian,
	} {
		if is {
			values.Set(name, "true")
		}
	}
	for name, text := range n.Texts {
		values.Set(name, text)
	}
	for _, field := range models.KeptFields {
		days := n.Keep[field]
		if n.Version == 0 {
			days = models.ProposedKeep[field]
		}
		values.Set("keep_"+string(field), strconv.Itoa(days))
	}
	return values
}

// check turns what was typed into a version. What says nothing of sharing need not be filled in.
func (in *NoticeInput) check(c *check.Checker, e *models.Event, account string) *models.PrivacyNotice {
	n := &models.PrivacyNotice{
		EventID: e.ID, Joint: in.Joint, Provides: in.Provides, CreatedBy: account,
		Texts: map[string]string{}, Keep: map[models.KeptField]int{},
	}
	for _, name := range textNames() {
		if text := c.Text(name, in.Texts[name], maxText, check.Optional); text != "" {
			n.Texts[name] = text
		}
	}
	for _, field := range models.KeptFields {
		name := "keep_" + string(field)
		n.Keep[field] = c.Int(name, in.Keep[field], 1, maxDays, check.Required)
	}
	all := n.Keep[models.KeptAll]
	for _, field := range []models.KeptField{models.KeptAccessibility, models.KeptAnswers} {
		if c.OK("keep_"+string(field), "keep_all") && n.Keep[field] > all {
			c.Fault("keep_"+string(field), "privacy.longer_than_all")
		}
	}
	if c.OK("keep_mark", "keep_all") && n.Keep[models.KeptMark] < all {
		c.Fault("keep_mark", "privacy.shorter_than_all")
	}
	return n
}

// Save stores what was typed as a new version. Those who registered keep the version that they were shown. Staff who
// may edit the event call it; account is who does. Errors: Invalid with the fields at fault, which on a published event
// are also the items that must not be empty; Conflict where somebody else changed it since in.Before.
func (s *Service) Save(ctx context.Context, e *models.Event, in *NoticeInput, account string) error {
	n, err := s.read(ctx, e, in, account)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.Privacy().SetQuestions(e, in.Photo, in.Guardian); err != nil {
			return err
		}
		before, err := tx.Privacy().Current(e)
		if err != nil || (in.Before == before.Version && before.SaysTheSame(n)) {
			return err
		}
		version := *n
		return tx.Privacy().Add(&version, in.Before)
	})
}

func (s *Service) read(
	ctx context.Context, e *models.Event, in *NoticeInput, account string,
) (*models.PrivacyNotice, error) {
	c := check.New()
	n := in.check(c, e, account)
	if e.State != models.EventDraft {
		for _, gap := range n.Gaps(e.Languages()...) {
			c.Fault(gap, "privacy.item_needed")
		}
		with, err := s.db.Query(ctx).Privacy().SharedWith(e)
		if err != nil {
			return nil, err
		}
		if len(with) > 0 && !n.Joint {
			c.Fault("joint", "privacy.joint_needed")
		}
	}
	return n, c.Err()
}

// EditPage is the form of a notice.
type EditPage struct {
	Values url.Values
	// Current is the newest version, of number 0 where there is none.
	Current *models.PrivacyNotice
	Sharing
	JointItems, ProvidedItems []string
	Fields                    []models.KeptField
	// Preview is the notice as it would be shown, nil where nothing was asked for.
	Preview *Shown
}

// Sharing names the organizations that take part whose people see who registered.
type Sharing struct{ SharedWith []models.Organization }

// Names are their names in a language.
func (s *Sharing) Names(lang string) []string {
	names := make([]string, len(s.SharedWith))
	for i, o := range s.SharedWith {
		names[i] = cmp.Or(o.NameJa, o.NameEn)
		if lang == i18n.English {
			names[i] = cmp.Or(o.NameEn, o.NameJa)
		}
	}
	return names
}

// EditPage reads the form. in is what was typed, nil for the newest version; with it the page has a preview. Staff who
// may edit the event call it.
func (s *Service) EditPage(ctx context.Context, e *models.Event, in *NoticeInput) (*EditPage, error) {
	q := s.db.Query(ctx)
	page := &EditPage{JointItems: models.JointItems, ProvidedItems: models.ProvidedItems, Fields: models.KeptFields}
	var err error
	if page.Current, err = q.Privacy().Current(e); err != nil {
		return nil, err
	}
	page.Values = valuesOf(e, page.Current)
	if page.SharedWith, err = q.Privacy().SharedWith(e); err != nil || in == nil {
		return page, err
	}
	n := in.check(check.New(), e, "")
	n.Version, n.CreatedAt = page.Current.Version+1, q.Now
	page.Preview = shown(e, n)
	return page, nil
}

// Shown is a version as people read it.
type Shown struct {
	*models.PrivacyNotice
	JointItems, ProvidedItems []string
	Kept                      []Kept
}

// Kept says for how long a field is kept.
type Kept struct {
	Field models.KeptField
	Days  int
	Until time.Time
}

func shown(e *models.Event, n *models.PrivacyNotice) *Shown {
	s := &Shown{PrivacyNotice: n, JointItems: models.JointItems, ProvidedItems: models.ProvidedItems}
	for _, field := range models.KeptFields {
		if at, ok := n.EraseAt(e, field); ok {
			s.Kept = append(s.Kept, Kept{field, n.Keep[field], at})
		}
	}
	return s
}

// NoticePage is what an event tells people about their data.
type NoticePage struct {
	Shown *Shown
	// Newest is the number of the newest version, 0 where nothing was said yet.
	Newest int
	// Versions are all of them, the newest first.
	Versions []models.PrivacyNotice
	Consents []models.ConsentText
	With     []models.EventOrganization
	// Joint are the joint uses on which organizations agreed here. Who reads an old version is told of them, too.
	Joint []*models.JointUse
	// JointEnded are those that are over.
	JointEnded []*models.JointUse
}

// IsOld reports whether another version came since.
func (p *NoticePage) IsOld() bool { return p.Shown.Version < p.Newest }

// NoticePage reads a version of the notice, the newest for 0. Anyone may call it. Errors: NotFound.
func (s *Service) NoticePage(ctx context.Context, e *models.Event, version int) (*NoticePage, error) {
	q := s.db.Query(ctx)
	page := &NoticePage{}
	var err error
	if page.Versions, err = q.Privacy().Versions(e); err != nil {
		return nil, err
	}
	n := &models.PrivacyNotice{EventID: e.ID}
	if len(page.Versions) > 0 {
		page.Newest = page.Versions[0].Version
		n = &page.Versions[0]
	}
	if version != 0 && version != n.Version {
		if n, err = q.Privacy().Version(e, version); err != nil {
			return nil, err
		}
	}
	page.Shown = shown(e, n)
	if err := q.Events().LoadPartners(e); err != nil {
		return nil, err
	}
	page.With = e.Partners
	if page.Joint, err = q.JointUses().Telling(e); err != nil {
		return nil, err
	}
	rows, err := jointRows(q, e)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if rows[i].State == models.JointOver {
			page.JointEnded = append(page.JointEnded, rows[i].JointUse)
		}
	}
	page.Consents, err = q.ConsentTexts().OfEvent(e)
	return page, err
}
