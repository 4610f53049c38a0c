package organization

import (
	"context"
	"maps"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// columns are what the columns of lists are called, as text.SearchQuery folds them; titles of our downloads are among
// them in both languages.
var columns = map[string][]string{
	"name":        {"氏名", "名前", "お名前", "name", "fullname"},
	"family":      {"姓", "氏", "苗字", "名字", "familyname", "lastname", "surname"},
	"given":       {"名", "givenname", "firstname"},
	"kana":        {"氏名カナ", "フリガナ", "ふりがな", "よみがな", "カナ", "reading", "kana"},
	"family_kana": {"セイ", "姓カナ", "姓フリガナ", "familynamereading", "familyname(reading)", "familynamekana"},
	"given_kana":  {"メイ", "名カナ", "名フリガナ", "givennamereading", "givenname(reading)", "givennamekana"},
	"email":       {"メールアドレス", "メール", "email", "emailaddress", "mail"},
	"role":        {"役割", "役職", "区分", "role"},
	"from":        {"開始日", "入部日", "加入日", "入会日", "since", "from", "joined"},
	"until":       {"終了日", "退部日", "退会日", "until", "left"},
}

// roleWords are how roles are written in lists.
var roleWords = map[models.AffiliationRole][]string{
	models.AffiliationMember:  {"", "部員", "会員", "メンバー", "member"},
	models.AffiliationBoard:   {"運営委員", "運営", "役員", "幹事", "board", "boardmember"},
	models.AffiliationContact: {"窓口", "連絡担当", "担当", "contact", "contactperson"},
}

// The outcomes of rows.
const (
	RowNew   = "new"
	RowRole  = "role"  // another role of somebody who is there
	RowKnown = "known" // is there already
	RowSame  = "same"  // somebody with the same name is there
	RowFault = "fault"
)

// ImportRow is a row of a file with what becomes of it.
type ImportRow struct {
	Number  int
	Outcome string
	models.Affiliation
	// Faults are keys of texts, by what is at fault.
	Faults map[string]string
}

// Fault is the first of the faults.
func (r *ImportRow) Fault() string {
	for _, name := range slices.Sorted(maps.Keys(r.Faults)) {
		return r.Faults[name]
	}
	return ""
}

// ImportPage says what a file would do.
type ImportPage struct {
	Rows   []ImportRow
	Counts map[string]int
	// Unknown are the columns that are not read.
	Unknown []string
	// List is what StoreImport takes.
	List *table.List
}

// Adds counts the rows that are added without more ado.
func (p *ImportPage) Adds() int { return p.Counts[RowNew] + p.Counts[RowRole] }

// PreviewImport reads a list of people, CSV or XLSX. Who keeps the register calls it; nothing is stored. Errors:
// Invalid for a file that cannot be read, or has no names.
func (s *Service) PreviewImport(
	ctx context.Context, o *models.Organization, list *table.List,
) (*ImportPage, error) {
	sheet, err := list.Read()
	if err != nil {
		return nil, err
	}
	known, err := s.db.Query(ctx).Affiliations().OfOrganization(o.ID)
	if err != nil {
		return nil, err
	}
	page, err := judge(o, sheet, known)
	if err == nil {
		page.List = list
	}
	return page, err
}

// ImportInput is what the preview sends back: the list, and whether those are added of whom somebody with the same name
// is there.
type ImportInput struct {
	table.List
	SameToo bool `form:"same_too"`
}

// StoreImport stores what PreviewImport showed, judged anew. Errors: as of PreviewImport.
func (s *Service) StoreImport(
	ctx context.Context, o *models.Organization, in *ImportInput,
) error {
	sheet, err := in.Read()
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.MemberMerges().LockRegister(o.ID); err != nil {
			return err
		}
		if err := takesPart(tx.Query, o.ID); err != nil {
			return err
		}
		list, err := tx.Affiliations().OfOrganization(o.ID)
		if err != nil {
			return err
		}
		page, err := judge(o, sheet, list)
		if err != nil {
			return err
		}
		id := models.NewID()
		var added []models.Affiliation
		for _, row := range page.Rows {
			if row.Outcome == RowNew || row.Outcome == RowRole || (row.Outcome == RowSame && in.SameToo) {
				row.ImportID = id
				added = append(added, row.Affiliation)
			}
		}
		return tx.Affiliations().Add(added)
	})
}

// UndoImport takes back what came with a file and nobody touched since. Who keeps the register calls it.
func (s *Service) UndoImport(ctx context.Context, o *models.Organization, id string) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error { return tx.Affiliations().RemoveImport(o.ID, id) })
}

// judgement is what is known while rows are judged, those before among it.
type judgement struct {
	byEmail, byName, byMember map[string][]models.Affiliation
}

func (j *judgement) know(a models.Affiliation) {
	if a.IsErased() {
		return
	}
	if a.EmailKey != "" {
		j.byEmail[a.EmailKey] = append(j.byEmail[a.EmailKey], a)
	}
	j.byName[nameKey(a.Name)] = append(j.byName[nameKey(a.Name)], a)
	j.byMember[a.MemberID] = append(j.byMember[a.MemberID], a)
}

// judge says what becomes of each row, of what the register has.
func judge(o *models.Organization, sheet *table.Sheet, list []models.Affiliation) (*ImportPage, error) {
	read := map[string]int{}
	page := &ImportPage{Counts: map[string]int{}}
	for i, title := range sheet.Header {
		if field := columnOf(title); field == "" {
			page.Unknown = append(page.Unknown, title)
		} else if _, known := read[field]; !known {
			read[field] = i
		}
	}
	_, whole := read["name"]
	_, family := read["family"]
	if !whole && !family {
		return nil, models.NewError(models.CodeInvalid, "register.no_names")
	}
	type people = map[string][]models.Affiliation
	j := &judgement{people{}, people{}, people{}}
	for _, a := range list {
		j.know(a)
	}
	for _, cells := range sheet.Rows {
		row := j.row(o, cells, read)
		page.Counts[row.Outcome]++
		page.Rows = append(page.Rows, row)
	}
	return page, nil
}

func columnOf(title string) string {
	key := text.SearchQuery(title)
	for field, names := range columns {
		if slices.ContainsFunc(names, func(name string) bool { return text.SearchQuery(name) == key }) {
			return field
		}
	}
	return ""
}

func (j *judgement) row(o *models.Organization, cells table.Row, read map[string]int) ImportRow {
	cell := func(field string) string {
		if i, ok := read[field]; ok && i < len(cells.Cells) {
			return cells.Cells[i]
		}
		return ""
	}
	row := ImportRow{Number: cells.Number, Affiliation: models.Affiliation{OrganizationID: o.ID}}
	in := MemberInput{
		Family: cell("family"), Given: cell("given"), FamilyKana: cell("family_kana"), GivenKana: cell("given_kana"),
		Email:     cell("email"),
		RoleInput: RoleInput{Role: roleOf(cell("role")), From: cell("from"), Until: cell("until")},
	}
	if in.Family == "" && in.Given == "" {
		in.Family, in.Given = halves(cell("name"))
	}
	if in.FamilyKana == "" && in.GivenKana == "" {
		in.FamilyKana, in.GivenKana = halves(cell("kana"))
	}
	c := check.New()
	in.check(c, &row.Affiliation)
	in.RoleInput.check(c, &row.Affiliation)
	if row.Faults = faultsOf(c.Err()); row.Faults != nil {
		row.Outcome = RowFault
		return row
	}
	j.compare(&row)
	if row.Outcome == RowNew || row.Outcome == RowRole {
		if row.MemberID == "" { // the rows below may have another role of the same person
			row.MemberID = models.NewID()
		}
		j.know(row.Affiliation)
	}
	return row
}

func faultsOf(err error) map[string]string {
	if e, ok := err.(*models.Error); ok { //nolint:errorlint // of the checker, nobody wrapped it
		return e.Fields
	}
	return nil
}

// compare looks for the person of a row: an address tells who it is, a name only that it may be.
func (j *judgement) compare(row *ImportRow) {
	row.Outcome = RowNew
	for _, known := range j.byEmail[row.EmailKey] {
		if nameKey(known.Name) != nameKey(row.Name) {
			row.Outcome, row.Faults = RowFault, map[string]string{"email": "register.other_name"}
			return
		}
		row.MemberID, row.Outcome = known.MemberID, cmpOutcome(row.Outcome, &known, &row.Affiliation)
	}
	if row.MemberID != "" {
		for _, known := range j.byMember[row.MemberID] { // also what they have under another address
			row.Outcome = cmpOutcome(row.Outcome, &known, &row.Affiliation)
		}
		known := j.byEmail[row.EmailKey][0]
		row.Name, row.Email = known.Name, known.Email // as the register has them; SaveMember changes them
		row.AccountID, row.AskedBy, row.AcceptedAt = known.AccountID, known.AskedBy, known.AcceptedAt
		return
	}
	for _, known := range j.byName[nameKey(row.Name)] {
		switch {
		case !readsAlike(known.Name, row.Name), known.EmailKey != "" && row.EmailKey != "":
			continue
		case known.EmailKey == "" && row.EmailKey == "" && isSameRole(&known, &row.Affiliation):
			row.Outcome = RowKnown
		case row.Outcome != RowKnown:
			row.Outcome = RowSame
		}
	}
}

// cmpOutcome is what becomes of a row for a person who is there: the same role is there already, another is added.
func cmpOutcome(so string, known, row *models.Affiliation) string {
	if so == RowKnown || isSameRole(known, row) {
		return RowKnown
	}
	return RowRole
}

// isSameRole reports whether a row says no more than is known: a role that began on that day, or on one that nobody
// said.
func isSameRole(known, row *models.Affiliation) bool {
	return known.Role == row.Role && (row.From == "" || known.From == row.From)
}

func roleOf(typed string) models.AffiliationRole {
	key := text.SearchQuery(typed)
	for role, words := range roleWords {
		if slices.ContainsFunc(words, func(word string) bool { return text.SearchQuery(word) == key }) {
			return role
		}
	}
	return models.AffiliationRole(typed)
}

// halves cuts a name at its first space.
func halves(name string) (family, given string) {
	family, given, _ = strings.Cut(text.CleanLine(name), " ")
	return family, given
}
