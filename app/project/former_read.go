package project

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/check"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// formerColumns are what the columns of lists are called, as text.SearchQuery folds them; titles of our template are
// among them in both languages.
var formerColumns = map[string][]string{
	"title":  {"プロジェクト名", "プロジェクト", "案件名", "活動名", "事業名", "件名", "title", "project", "projecttitle"},
	"helped": {"支援を受けた団体", "支援先", "支援先団体", "受益団体", "相手団体", "helpedorganization", "helped"},
	"helper": {"支援した団体", "支援元", "支援団体", "実施団体", "helpingorganization", "helper"},
	"theme":  {"テーマ", "分野", "区分", "theme"},
	"from":   {"開始日", "開始", "開始年月", "開始年月日", "from", "start", "startdate"},
	"until":  {"終了日", "終了", "終了年月", "終了年月日", "完了日", "to", "until", "end", "enddate"},
	"people": {"人数", "参加人数", "参加者数", "people", "numberofpeople"},
	"hours":  {"時間数", "活動時間", "合計時間", "延べ時間", "時間", "hours", "totalhours"},
	"deliverable": {
		"成果物", "でき上がったもの", "できあがったもの", "成果", "deliverable", "deliverables", "result",
	},
	"changed": {"変わったこと", "その後の変化", "変化", "効果", "whatchanged", "outcome", "impact"},
}

// themeWords are how themes are written in lists.
var themeWords = map[models.NeedTheme][]string{
	"management":  {"management", "団体の運営", "運営", "組織運営", "Running an organization"},
	"time":        {"time", "時間のつくり方", "Finding time"},
	"skills":      {"skills", "スキルと学び", "スキル", "学び", "研修", "人材育成", "Skills and learning"},
	"circulation": {"circulation", "つながりと循環", "つながり", "Connections"},
	"digital":     {"digital", "IT・データ", "IT", "ICT", "デジタル", "データ", "IT and data"},
	"publicity":   {"publicity", "広報・デザイン", "広報", "デザイン", "Publicity and design"},
	"care":        {"care", "医療・介護・福祉", "医療", "介護", "福祉", "医療福祉", "Health and care"},
	"children":    {"children", "子ども・教育", "子ども", "こども", "教育", "Children and education"},
	"community":   {"community", "まちづくり・交流", "まちづくり", "交流", "地域"},
	"disaster":    {"disaster", "防災・安全", "防災", "安全", "Safety and disasters"},
	"nature":      {"nature", "環境・みどり", "環境", "みどり"},
	"other":       {"", "other", "その他"},
}

// The outcomes of rows.
const (
	FormerNew   = "new"
	FormerKnown = "known" // the same project is there
	FormerTwice = "twice" // a row above is the same
	FormerAlike = "alike" // one of the same name began in the same year
	FormerFault = "fault"
)

// FormerRow is a row of a file with what becomes of it.
type FormerRow struct {
	Number  int
	Outcome string
	models.FormerProject
	// Above is the row that is the same or alike, 0 for none.
	Above int
	// Faults are keys of texts, by the column that is at fault.
	Faults map[string]string
	// Notes are keys of texts of what was read otherwise than it is written.
	Notes []string
}

// AtFault are the columns at fault, in order.
func (r *FormerRow) AtFault() []string { return slices.Sorted(maps.Keys(r.Faults)) }

// The limits of what a project of former years declares.
const (
	mostFormerPeople = 10_000
	mostFormerHours  = 1_000_000
	maxFormerTitle   = 120
)

// formerJudge is what is known while rows are judged, those before among it.
type formerJudge struct {
	q     *models.Query
	own   *models.Organization
	read  map[string]int
	today string
	// organizations are those that are known, by the key of their names.
	organizations map[string][]*models.Organization
	// same are the numbers of rows, 0 for what is there already, by title and first day; alike by title and year.
	same, alike map[string]int
}

// judge says what becomes of each row, of what the organization has.
func judge(q *models.Query, o *models.Organization, sheet *table.Sheet) (*FormerPreview, error) {
	preview := &FormerPreview{Counts: map[string]int{}}
	j := &formerJudge{
		q: q, own: o, read: map[string]int{}, today: q.Now.In(models.DefaultZone).Format(time.DateOnly),
		organizations: map[string][]*models.Organization{}, same: map[string]int{}, alike: map[string]int{},
	}
	for i, title := range sheet.Header {
		if field := formerColumn(title); field == "" {
			preview.Unknown = append(preview.Unknown, title)
		} else if _, known := j.read[field]; !known {
			j.read[field] = i
		}
	}
	for _, needed := range []string{"title", "helped", "from"} {
		if _, ok := j.read[needed]; !ok {
			return nil, models.NewError(models.CodeInvalid, "former.no_"+needed)
		}
	}
	if err := j.know(); err != nil {
		return nil, err
	}
	for _, cells := range sheet.Rows {
		row := j.row(cells)
		preview.Counts[row.Outcome]++
		preview.Rows = append(preview.Rows, row)
	}
	return preview, nil
}

// know reads the organizations, and the projects that the organization has.
func (j *formerJudge) know() error {
	all, err := j.q.Organizations().All()
	if err != nil {
		return err
	}
	for i := range all {
		for _, key := range slices.Compact([]string{organizationKey(all[i].NameJa), organizationKey(all[i].NameEn)}) {
			if key != "" {
				j.organizations[key] = append(j.organizations[key], &all[i])
			}
		}
	}
	projects, err := j.q.Projects().List(models.NeedPlace{OrganizationID: j.own.ID}, "", "", mostProjects)
	for i := range projects {
		j.note(&projects[i].Project, 0)
	}
	return err
}

func (j *formerJudge) note(p *models.Project, number int) {
	same, alike := formerKeys(p)
	if _, known := j.same[same]; !known {
		j.same[same] = number
	}
	if _, known := j.alike[alike]; !known {
		j.alike[alike] = number
	}
}

func formerKeys(p *models.Project) (same, alike string) {
	key := text.SearchQuery(p.Title)
	return key + "\n" + p.StartedOn, key + "\n" + p.StartedOn[:min(4, len(p.StartedOn))]
}

func formerColumn(title string) string {
	key := text.SearchQuery(title)
	for field, names := range formerColumns {
		if slices.ContainsFunc(names, func(name string) bool { return text.SearchQuery(name) == key }) {
			return field
		}
	}
	return ""
}

func (j *formerJudge) row(cells table.Row) FormerRow {
	cell := func(field string) string {
		if i, ok := j.read[field]; ok && i < len(cells.Cells) {
			return cells.Cells[i]
		}
		return ""
	}
	c, row := check.New(), FormerRow{Number: cells.Number}
	f, p := &row.FormerProject, &row.Project
	p.Title = c.NoURL("title", c.Line("title", cell("title"), maxFormerTitle, check.Required))
	p.TimeZone, p.HelpedID = models.DefaultZone.String(), nil
	f.HelpedName = c.Line("helped", cell("helped"), maxName, check.Required)
	f.HelperName = c.Line("helper", cell("helper"), maxName, check.Optional)
	p.StartedOn, _ = j.day(c, "from", cell("from"), check.Required)
	_, p.EndedOn = j.day(c, "until", cell("until"), check.Optional)
	if p.EndedOn == "" && c.OK("until") {
		p.EndedOn = p.StartedOn
	}
	if c.OK("from", "until") && p.EndedOn < p.StartedOn {
		c.Fault("until", "former.ends_before")
	}
	f.People = int(number(c, "people", cell("people"), mostFormerPeople))
	f.Minutes = int(math.Round(60 * number(c, "hours", cell("hours"), mostFormerHours)))
	f.Deliverable = c.Text("deliverable", cell("deliverable"), maxText, check.Optional)
	f.Changed = c.Text("changed", cell("changed"), maxText, check.Optional)
	p.Aim, p.StateAt = f.Deliverable, endOf(p)
	j.theme(&row, cell("theme"))
	j.findOrganizations(&row)
	if err := c.Err(); err != nil {
		row.Outcome, row.Faults = FormerFault, faultsOf(err)
		return row
	}
	j.compare(&row)
	return row
}

func faultsOf(err error) map[string]string {
	if e, ok := err.(*models.Error); ok { //nolint:errorlint // of the checker, nobody wrapped it
		return e.Fields
	}
	return nil
}

// endOf is the time at which the last day of a project ends.
func endOf(p *models.Project) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, p.EndedOn, models.DefaultZone)
	if err != nil {
		return time.Time{}
	}
	return day.AddDate(0, 0, 1).UTC()
}

func (j *formerJudge) theme(row *FormerRow, typed string) {
	row.Theme = "other"
	key := text.SearchQuery(typed)
	for theme, words := range themeWords {
		if slices.ContainsFunc(words, func(word string) bool { return text.SearchQuery(word) == key }) {
			row.Theme = theme
			return
		}
	}
	row.Notes = append(row.Notes, "former.theme_other")
}

// findOrganizations finds the organizations of a row by their names. Without one who helped it is the one that imports.
func (j *formerJudge) findOrganizations(row *FormerRow) {
	row.Project.HelpedID = j.find(row, row.HelpedName)
	if row.HelperName == "" {
		row.HelperName, row.HelperID = j.own.NameJa, &j.own.ID
		return
	}
	row.HelperID = j.find(row, row.HelperName)
}

func (j *formerJudge) find(row *FormerRow, name string) *string {
	found := j.organizations[organizationKey(name)]
	switch {
	case len(found) == 1:
		return &found[0].ID
	case len(found) > 1:
		row.Notes = append(row.Notes, "former.several_named")
	case name != "":
		row.Notes = append(row.Notes, "former.not_known")
	}
	return nil
}

// compare looks for the same project: of the same name that began on the same day.
func (j *formerJudge) compare(row *FormerRow) {
	same, alike := formerKeys(&row.Project)
	row.Outcome = FormerNew
	if above, known := j.same[same]; known {
		row.Outcome, row.Above = FormerKnown, above
		if above > 0 {
			row.Outcome = FormerTwice
		}
		return
	}
	if above, known := j.alike[alike]; known {
		row.Outcome, row.Above = FormerAlike, above
	}
	j.note(&row.Project, row.Number)
}

// legalForms are what stands before or after the names of organizations, as norm.NFKC writes it: 株式会社, (株) and ㈱ are
// the same.
var legalForms = regexp.MustCompile(`株式会社|有限会社|合同会社|合資会社|合名会社|特定非営利活動法人|認定特定非営利活動法人|` +
	`認定npo法人|npo法人|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社会福祉法人|学校法人|医療法人社団|医療法人|` +
	`国立大学法人|独立行政法人|\((株|有|合|資|名|特非|特|npo|一社|公社|一財|公財|社福|福|学|医|国|独)\)|co\.,ltd\.?|,?inc\.?$|,?ltd\.?$`)

// organizationKey folds the name of an organization: its legal form, width, case and spaces make no difference.
func organizationKey(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(name)), ""))
	if short := text.SearchQuery(legalForms.ReplaceAllString(name, "")); short != "" {
		return short
	}
	return text.SearchQuery(name)
}

// number reads a number that is not below zero: 1,200, 12名, 120.5時間.
func number(c *check.Checker, field, typed string, most float64) float64 {
	plain := strings.ReplaceAll(norm.NFKC.String(strings.TrimSpace(typed)), ",", "")
	for _, unit := range []string{"時間", "人時", "名", "人", "hours", "h", "約"} {
		plain = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(plain, unit), unit))
	}
	if plain == "" {
		return 0
	}
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsNaN(n) || n < 0 || n > most || field == "people" && n != math.Trunc(n) {
		c.Fault(field, "former.number_form")
		return 0
	}
	return n
}

// day reads a day, a month, or a fiscal year; first and last are its first and its last day.
func (j *formerJudge) day(
	c *check.Checker, field, typed string, requirement check.Requirement,
) (first, last string) {
	if strings.TrimSpace(typed) == "" {
		if requirement == check.Required {
			c.Fault(field, "field.required")
		}
		return "", ""
	}
	from, until, ok := readDays(typed)
	if !ok || from.Year() < 1980 {
		c.Fault(field, "former.day_form")
		return "", ""
	}
	first, last = from.Format(time.DateOnly), until.Format(time.DateOnly)
	if first > j.today {
		c.Fault(field, "former.day_later")
	}
	return first, min(last, max(first, j.today))
}

var (
	dayForm    = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\([日月火水木金土]\))?(?:t?\d{1,2}:.*)?$`)
	monthForm  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})月?$`)
	fiscalForm = regexp.MustCompile(`^(\d{4})年度$`)
	yearForm   = regexp.MustCompile(`^(\d{4})年$`)
	// workbookForm is how a workbook's own form of a day is read: month, day, year.
	workbookForm = regexp.MustCompile(`^(\d{2})-(\d{2})-(\d{2})$`)
	eraForm      = regexp.MustCompile(`^(令和|平成|昭和|r|h|s)\.?(\d{1,2}|元)(年度?|[-/.])?`)
)

// eras are the years before the first ones.
var eras = map[string]int{"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925}

// readDays reads days as they are written in lists: 2021/4/1, 2021年4月, 令和3年4月1日, R3.4.1, 2021年度.
func readDays(typed string) (first, last time.Time, ok bool) {
	plain := strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(typed)), ""))
	if m := eraForm.FindStringSubmatch(plain); m != nil {
		of, _ := strconv.Atoi(strings.ReplaceAll(m[2], "元", "1"))
		plain = fmt.Sprintf("%04d%s%s", eras[m[1]]+of, m[3], plain[len(m[0]):])
	}
	plain = workbookForm.ReplaceAllString(plain, "20$3-$1-$2")
	part := func(s string) int { n, _ := strconv.Atoi(s); return n }
	on := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
	if m := dayForm.FindStringSubmatch(plain); m != nil {
		at := on(part(m[1]), part(m[2]), part(m[3]))
		return at, at, int(at.Month()) == part(m[2]) && at.Day() == part(m[3])
	}
	if m := monthForm.FindStringSubmatch(plain); m != nil {
		at := on(part(m[1]), part(m[2]), 1)
		return at, at.AddDate(0, 1, -1), int(at.Month()) == part(m[2])
	}
	if m := fiscalForm.FindStringSubmatch(plain); m != nil {
		return on(part(m[1]), 4, 1), on(part(m[1])+1, 3, 31), true
	}
	if m := yearForm.FindStringSubmatch(plain); m != nil {
		return on(part(m[1]), 1, 1), on(part(m[1]), 12, 31), true
	}
	return time.Time{}, time.Time{}, false
}
