package registration

import (
	"fmt"
	"slices"
	"strings"

	"meguri/models"
)

// importMatcher finds out what rows would do: it compares them with who is registered, and with the rows before.
type importMatcher struct {
	reader *importReader
	event  *models.Event
	// seen are the rows before, by person; emailless are those without an address, by name.
	seen      map[string]seenRow
	emailless map[string][]*importedRow
}

// seenRow is a row that was read before, and what it says.
type seenRow struct {
	number  int
	content string
}

func newImportMatcher(reader *importReader, event *models.Event) *importMatcher {
	return &importMatcher{reader, event, map[string]seenRow{}, map[string][]*importedRow{}}
}

// match decides what each of the rows would do.
func (m *importMatcher) match(q *models.Query, rows []*importedRow) error {
	known, err := m.knownPeople(q, rows)
	if err != nil {
		return err
	}
	byID, err := m.byID(q, rows)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.r == nil {
			continue
		}
		row.r.EventID = m.event.ID
		m.decide(row, known, byID[row.id])
	}
	return nil
}

func (m *importMatcher) decide(row *importedRow, known map[string][]models.Registration, named *models.Registration) {
	if m.isRepeated(row) {
		return
	}
	switch {
	case named != nil && !named.Live():
		row.nothing("import.ended")
	case named != nil && personKey(named) != personKey(row.r):
		row.fault(m.reader.column(FieldID), "import.is_another", "name", named.Full("ja"))
	default:
		m.compare(row, known)
	}
}

// isRepeated reports whether a row before is about the same person. If it says the same, this one does nothing.
func (m *importMatcher) isRepeated(row *importedRow) bool {
	key := personKey(row.r)
	before, isSeen := m.seen[key]
	if row.r.Email == "" {
		before, isSeen = m.seenWithoutEmail(row, key)
	}
	content := models.HashSecret(contentOf(row.r))
	switch {
	case !isSeen:
		m.seen[key] = seenRow{row.number, content}
		return false
	case before.content == content:
		row.nothing("import.repeated", "row", before.number)
	default:
		row.fault(-1, "import.repeated_otherwise", "row", before.number)
	}
	return true
}

// seenWithoutEmail finds the row before that is about the same person without an address. It tells namesakes apart.
func (m *importMatcher) seenWithoutEmail(row *importedRow, key string) (seenRow, bool) {
	for _, other := range m.emailless[key] {
		if isSameWithoutEmail(other.r, row) {
			return seenRow{other.number, models.HashSecret(contentOf(other.r))}, true
		}
	}
	if len(m.emailless[key]) > 0 {
		setNamesake(row)
	}
	m.emailless[key] = append(m.emailless[key], row)
	return seenRow{}, false
}

// setNamesake makes the person another one than the one with the same name who has no address either.
func setNamesake(row *importedRow) { row.r.SetNamesakeBy(row.r.Reading() + " " + row.r.PhoneKey) }

// compare compares the row with who is registered.
func (m *importMatcher) compare(row *importedRow, known map[string][]models.Registration) {
	for i := range known[personKey(row.r)] {
		r := &known[personKey(row.r)][i]
		if row.r.Email == "" && !isSameWithoutEmail(r, row) {
			setNamesake(row)
			continue
		}
		row.known = r
		if r.TicketTypeID != row.r.TicketTypeID {
			row.nothing("import.type_stays")
		}
		row.row.Outcome = models.ImportRowSame
		if changed := changedBy(r, row.r); len(changed) > 0 {
			row.row.Outcome = models.ImportRowChanged
			told := models.ImportFault{Column: -1, Key: "import.changes", Args: []any{"fields", changed}}
			row.row.Faults = append(row.row.Faults, told)
		}
		return
	}
	row.row.Outcome, row.row.TicketTypeID = models.ImportRowNew, row.r.TicketTypeID
	row.row.HasMail, row.row.Chosen = row.r.Email != "", true
}

// knownPeople finds who is registered and may be one of the rows', by personKey.
func (m *importMatcher) knownPeople(q *models.Query, rows []*importedRow) (map[string][]models.Registration, error) {
	var keys, families []string
	for _, row := range rows {
		switch {
		case row.r == nil:
		case row.r.Email == "":
			families = append(families, row.r.Family)
		default:
			keys = append(keys, row.r.EmailKey)
		}
	}
	list, err := q.Registrations().OfPeople(m.event, keys, families)
	known := map[string][]models.Registration{}
	for i := range list {
		key := personKey(&list[i])
		known[key] = append(known[key], list[i])
	}
	return known, err
}

func (m *importMatcher) byID(q *models.Query, rows []*importedRow) (map[string]*models.Registration, error) {
	var ids []string
	for _, row := range rows {
		if row.r != nil && row.id != "" {
			ids = append(ids, row.id)
		}
	}
	list, err := q.Registrations().ByIDs(m.event, ids)
	byID := make(map[string]*models.Registration, len(list))
	for i := range list {
		byID[list[i].ID] = &list[i]
	}
	return byID, err
}

// personKey is who somebody is: a name and an address. Of those without an address several may have one key.
func personKey(r *models.Registration) string {
	key := r.EmailKey
	if r.Email == "" {
		key = ""
	}
	return strings.ToLower(r.Family+"\x00"+r.Given) + "\x00" + key
}

// isSameWithoutEmail reports whether somebody without an address is whom a row with the same name is about: reading and
// telephone number are the same, where both have them.
func isSameWithoutEmail(r *models.Registration, row *importedRow) bool {
	differ := func(a, b string) bool { return a != "" && b != "" && a != b }
	return !differ(r.Reading(), row.r.Reading()) && !differ(r.PhoneKey, row.r.PhoneKey)
}

// contentOf is what a row says of a person, to compare two.
func contentOf(r *models.Registration) string {
	return fmt.Sprintf("%q %q %q %q %q %q %q %q %q %q", r.Name, r.Organization, r.Sector, r.Accessibility, r.Locale,
		r.Answers, r.TicketTypeID, r.PhoneKey, r.Photo, r.GuardianName)
}

// changedBy lists what a row changes of a person, and does so where it has something else than the person. What it
// leaves empty stays.
func changedBy(r, row *models.Registration) (changed []ImportField) {
	for _, part := range []struct {
		field ImportField
		old   *string
		new   string
	}{
		{FieldReading, &r.FamilyKana, row.FamilyKana}, {FieldReading, &r.GivenKana, row.GivenKana},
		{FieldOrganization, &r.Organization, row.Organization},
		{FieldNeeds, &r.Accessibility, row.Accessibility},
		{FieldSector, (*string)(&r.Sector), string(row.Sector)},
		{FieldPhoto, (*string)(&r.Photo), string(row.Photo)},
		{FieldGuardian, &r.GuardianName, row.GuardianName},
	} {
		if part.new != "" && part.new != *part.old {
			*part.old = part.new
			changed = append(changed, part.field)
		}
	}
	if row.PhoneKey != "" && row.PhoneKey != r.PhoneKey {
		r.Phone, r.PhoneKey = row.Phone, row.PhoneKey
		changed = append(changed, FieldPhone)
	}
	if row.FormVersion > r.FormVersion && !holdsAll(r.Answers, row.Answers) {
		r.FormVersion = row.FormVersion
	}
	for title, answer := range row.Answers {
		if r.Answers[title] != answer {
			if r.Answers == nil {
				r.Answers = map[string]string{}
			}
			r.Answers[title] = answer
			changed = append(changed, FieldAnswer)
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed)
}

// holdsAll reports whether a person has all answers already.
func holdsAll(has, answers map[string]string) bool {
	for slug, answer := range answers {
		if has[slug] != answer {
			return false
		}
	}
	return true
}
