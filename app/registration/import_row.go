package registration

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"meguri/app/service/ask"
	"meguri/app/service/check"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// importSettings is how a list is read, and what is done with it.
type importSettings struct {
	Columns []ImportField `json:"columns"`
	// TicketType is the slug of everybody's ticket type, "" where a column has it.
	TicketType string `json:"ticket_type"`
	// Locale is the language in which people are written to, where no column has it.
	Locale string `json:"locale"`
	// Refuse leaves people out where no place is free; otherwise they wait.
	Refuse bool `json:"refuse"`
	Mail   bool `json:"mail"`
}

// importReader reads the rows of a list by the rules of what staff enter.
type importReader struct {
	header   []string
	types    []models.TicketType
	settings *importSettings
	// form is what the event asks; columns may be answers to it.
	form *ask.Form
}

// importedRow is a row that was read, and whom it is about.
type importedRow struct {
	number int
	// r is the person as the row has them, nil where something is wrong with it.
	r     *models.Registration
	known *models.Registration // nil for who is not registered
	id    string               // of a registration, as the row has it
	row   models.ImportRow
}

func (row *importedRow) fault(column int, key string, args ...any) {
	row.row.Faults = append(row.row.Faults, models.ImportFault{Column: column, Key: key, Args: args})
	row.row.Outcome, row.r = models.ImportRowFault, nil
}

// nothing says why a row without a fault does nothing.
func (row *importedRow) nothing(key string, args ...any) {
	row.row.Faults = append(row.row.Faults, models.ImportFault{Column: -1, Key: key, Args: args})
	row.row.Outcome = models.ImportRowSame
}

// column is the index of the column that holds the field, -1 for none.
func (ir *importReader) column(field ImportField) int {
	return slices.Index(ir.settings.Columns, field)
}

// cell is the text of a field in a row.
func (ir *importReader) cell(cells []string, field ImportField) string {
	if i := ir.column(field); i >= 0 && i < len(cells) {
		return cells[i]
	}
	return ""
}

// read reads a row. One about somebody whose registration has ended does nothing.
func (ir *importReader) read(line table.Row) *importedRow {
	row := &importedRow{number: line.Number, row: models.ImportRow{Number: line.Number, Faults: []models.ImportFault{}}}
	if slices.Contains(endedStates, titleKey(ir.cell(line.Cells, FieldState))) {
		row.nothing("import.ended")
		return row
	}
	in, c := ir.input(line.Cells), check.New()
	r := in.check(c)
	r.EntryWay = models.EntryList
	ir.chooseType(r, line.Cells, c)
	r.Sector = readSector(c, ir.cell(line.Cells, FieldSector))
	r.Photo = readPhoto(c, ir.cell(line.Cells, FieldPhoto))
	r.GuardianName = c.NoURL("guardian_name",
		c.Name("guardian_name", ir.cell(line.Cells, FieldGuardian), maxOrganization, check.Optional))
	ir.readAnswers(r, line.Cells, c)
	if id := strings.ToLower(strings.TrimSpace(ir.cell(line.Cells, FieldID))); models.ValidID(id) {
		row.id = id
	}
	row.r = r
	ir.addFaults(row, c.Err())
	return row
}

// input is the row as if staff had typed it into their form.
func (ir *importReader) input(cells []string) *EntryInput {
	in := &EntryInput{
		RequestID:     models.NewID(),
		Email:         ir.cell(cells, FieldEmail),
		Phone:         phoneOf(text.CleanLine(ir.cell(cells, FieldPhone))),
		Organization:  ir.cell(cells, FieldOrganization),
		Accessibility: ir.cell(cells, FieldNeeds),
		Way:           models.EntryOther,
		Locale:        readLocale(ir.cell(cells, FieldLocale), ir.settings.Locale),
		NameInput: NameInput{
			Family:     ir.cell(cells, FieldFamily),
			Given:      ir.cell(cells, FieldGiven),
			FamilyKana: ir.cell(cells, FieldFamilyKana),
			GivenKana:  ir.cell(cells, FieldGivenKana),
		},
	}
	if i := ir.column(FieldName); i >= 0 && in.Family == "" && in.Given == "" {
		in.Family, in.Given = splitName(cells[i], isASCII(ir.header[i]))
	}
	if i := ir.column(FieldReading); i >= 0 && in.FamilyKana == "" && in.GivenKana == "" {
		in.FamilyKana, in.GivenKana = splitName(cells[i], isASCII(ir.header[i]))
	}
	return in
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// splitName splits a whole name. A Latin one has the family name last in a list in English, unless a comma follows it.
func splitName(whole string, inEnglish bool) (family, given string) {
	whole = text.CleanTitle(whole)
	if family, given, ok := strings.Cut(whole, ","); ok && isASCII(whole) {
		return family, given
	}
	family, given, _ = strings.Cut(whole, " ")
	if i := strings.LastIndex(whole, " "); inEnglish && i >= 0 && isASCII(whole) {
		return whole[i+1:], whole[:i]
	}
	return family, given
}

// chooseType gives the person the ticket type of everybody, or the one that a column names.
func (ir *importReader) chooseType(r *models.Registration, cells []string, c *check.Checker) {
	wanted := ir.settings.TicketType
	i := slices.IndexFunc(ir.types, func(t models.TicketType) bool { return t.Slug == wanted })
	if wanted == "" {
		wanted = ir.cell(cells, FieldTicketType)
		i = ir.typeNamed(titleKey(wanted))
	}
	switch {
	case i >= 0:
		r.TicketTypeID, r.TicketType = ir.types[i].ID, ir.types[i]
	case strings.TrimSpace(wanted) == "":
		c.Fault("ticket_type", "field.required")
	default:
		c.Fault("ticket_type", "import.type_unknown", "name", text.CleanLine(wanted))
	}
}

// typeNamed is the index of the ticket type with a name, as titleKey makes it, or of the only one with a mode; -1 for
// none.
func (ir *importReader) typeNamed(key string) int {
	if key == "" {
		return -1
	}
	i := slices.IndexFunc(ir.types, func(t models.TicketType) bool {
		return slices.Contains([]string{titleKey(t.NameJa), titleKey(t.NameEn), titleKey(t.Slug)}, key)
	})
	if i >= 0 {
		return i
	}
	for mode, names := range modeNames {
		ofMode := func(t models.TicketType) bool { return t.Mode == mode }
		if !slices.Contains(names, key) {
			continue
		}
		i = slices.IndexFunc(ir.types, ofMode)
		if i >= 0 && slices.ContainsFunc(ir.types[i+1:], ofMode) {
			return -1
		}
	}
	return i
}

// modeNames are what lists call how people attend, as titleKey makes it.
var modeNames = map[models.Mode][]string{
	models.ModeVenue:  {"会場", "会場参加", "現地", "現地参加", "対面", "venue", "inperson"},
	models.ModeOnline: {"オンライン", "オンライン参加", "配信", "リモート", "online", "remote"},
}

// readAnswers reads the columns that are answers to the event's form, and keeps those that are answers besides.
func (ir *importReader) readAnswers(r *models.Registration, cells []string, c *check.Checker) {
	other, bySlug := map[string]any{}, map[string]string{}
	last := ""
	for line := range strings.Lines(ir.cell(cells, FieldAnswers)) {
		title, answer, ok := strings.Cut(strings.TrimRight(line, "\n"), ": ")
		switch {
		case ok:
			other[title], last = answer, title
		case last != "": // the answer has several lines
			other[last] = asText(other[last]) + "\n" + title
		}
	}
	for i, field := range ir.settings.Columns {
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		if slug, ok := field.Question(); ok {
			bySlug[slug] = cells[i]
		} else if field == FieldAnswer {
			other[ir.header[i]] = text.CleanText(cells[i])
		}
	}
	for title, answer := range other { // one with the name of a question is an answer to it
		if ir.form.Index(title) >= 0 {
			bySlug[title] = asText(answer)
			delete(other, title)
		}
	}
	r.Answers = answersOf(c, "answers", other)
	ir.readForm(r, bySlug, c)
}

// readForm checks the answers to the event's form. One to a question that the person is not asked is a fault: it would
// be lost.
func (ir *importReader) readForm(r *models.Registration, bySlug map[string]string, c *check.Checker) {
	if len(bySlug) == 0 {
		return
	}
	form := ir.form.OfList(func(slug string) bool { return slices.Contains(ir.settings.Columns, QuestionField(slug)) })
	field := func(slug string) string {
		whole, _, _ := strings.Cut(slug, "__")
		return string(QuestionField(whole))
	}
	given, unread := form.Cells(bySlug)
	for slug, cell := range unread {
		c.Fault(field(slug), "import.answer_unknown", "name", text.CleanLine(cell))
	}
	answers := form.Check(c, r.TicketType.Slug, given, field)
	for slug := range bySlug {
		_, isAnswered := answers[slug]
		if len(given["q_"+slug]) > 0 && !isAnswered && c.OK(field(slug)) && r.TicketTypeID != "" {
			c.Fault(field(slug), "import.answer_unasked")
		}
	}
	maps.Copy(r.Answers, answers)
	r.FormVersion = ir.form.Number
}

// addFaults puts the faults of fields at the columns that hold them.
func (ir *importReader) addFaults(row *importedRow, err error) {
	var known *models.Error
	if !errors.As(err, &known) {
		return
	}
	for _, field := range slices.Sorted(maps.Keys(known.Fields)) {
		column := ir.column(ImportField(field))
		for whole, parts := range map[ImportField]string{
			FieldName: "family_name given_name", FieldReading: "family_name_kana given_name_kana",
			FieldAnswer: "answers",
		} {
			if column < 0 && strings.Contains(parts, field) {
				column = ir.column(whole)
			}
		}
		row.fault(column, known.Fields[field], known.ArgsOf(field)...)
	}
}

// endedStates are what downloads of ours say of registrations that have ended, as titleKey makes it.
var endedStates = []string{
	"キャンセル済ミ", "キャンセル", "cancelled", "canceled", "期限切レ", "lapsed", "expired", "ゴ用意デキマセンデシタ抽選", "declined", "notselected",
}

// sectorNames are what downloads of ours call the sectors, as titleKey makes it.
var sectorNames = map[models.Sector][]string{
	models.SectorIndividual: {"個人デ参加", "個人", "icomeformyself"},
	models.SectorIndustry:   {"産企業", "産", "企業", "business"},
	models.SectorGovernment: {"官行政", "官", "行政"},
	models.SectorAcademia:   {"学大学学校", "学", "大学", "学校"},
	models.SectorCivil:      {"民市民npo", "民", "市民", "npo", "civilsociety"},
	models.SectorHealth:     {"医療福祉", "healthandwelfare"},
	models.SectorOther:      {"ソノ他"},
}

func readSector(c *check.Checker, cell string) models.Sector {
	key := titleKey(cell)
	if key == "" {
		return ""
	}
	for _, sector := range models.PersonSectors {
		if string(sector) == key || slices.Contains(sectorNames[sector], key) {
			return sector
		}
	}
	c.Fault("sector", "import.sector_unknown", "name", text.CleanLine(cell))
	return ""
}

// photoWords are what lists say of whether somebody may be photographed, as titleKey makes it.
var photoWords = map[models.PhotoConsent][]string{
	models.PhotoYes: {
		"yes", "y", "true", "ok", "可", "可能", "ハイ", "ヨイ", "良イ", "同意", "同意スル", "同意シマス", "許可", "写ッテモヨイ", "有", "1",
		"maybephotographed",
	},
	models.PhotoNo: {
		"no", "n", "false", "ng", "不可", "イイエ", "同意シナイ", "同意シマセン", "写リタクナイ", "拒否", "無", "0", "nophotographs",
	},
	models.PhotoUnasked: {"", "未確認", "notaskedyet", "マダウカガッテイマセン"},
}

// photoMarks are signs that lists use instead of words.
var photoMarks = map[string]models.PhotoConsent{
	"○": models.PhotoYes, "◯": models.PhotoYes, "〇": models.PhotoYes, "×": models.PhotoNo, "✕": models.PhotoNo,
}

func readPhoto(c *check.Checker, cell string) models.PhotoConsent {
	cell = text.CleanLine(cell)
	if answer, ok := photoMarks[cell]; ok {
		return answer
	}
	key := titleKey(cell)
	for answer, words := range photoWords {
		if slices.Contains(words, key) && (key != "" || cell == "") {
			return answer
		}
	}
	c.Fault("photo", "import.photo_unknown", "name", cell)
	return ""
}

// readLocale reads a language; what is none stays, and is a fault of the input.
func readLocale(cell, otherwise string) string {
	switch key := titleKey(cell); key {
	case "":
		return otherwise
	case "ja", "日本語", "japanese":
		return "ja"
	case "en", "英語", "english":
		return "en"
	default:
		return key
	}
}

// phoneOf is a telephone number as it was before a spreadsheet took it for a number and dropped its zero.
func phoneOf(cell string) string {
	if _, key, ok := text.NormalizePhone(cell); ok && key == cell && key[0] != '0' && (len(key) == 9 || len(key) == 10) {
		return "0" + cell
	}
	return cell
}
