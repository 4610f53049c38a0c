package ask

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"meguri/app/service/i18n"
	"meguri/app/service/question"
	"meguri/models"
)

// Cells reads the cells of a row of a list as answers: by the words that people read, as downloads of ours have them,
// or as other lists do. It returns the values of a form for Check, by question.Field, and of those that it cannot read
// the cell by slug.
func (f *Form) Cells(bySlug map[string]string) (given map[string][]string, unread map[string]string) {
	given, unread = map[string][]string{}, map[string]string{}
	for i := range f.Questions {
		q := &f.Questions[i].Question
		cell := strings.TrimSpace(bySlug[q.Slug])
		if cell == "" || !q.Show().InForm() {
			continue
		}
		switch q.Show().Control {
		case question.Radios, question.Checkboxes:
			if !readChoices(q, cell, given) {
				unread[q.Slug] = cell
			}
		case question.Box:
			ticked, ok := readTick(q, cell)
			switch {
			case !ok:
				unread[q.Slug] = cell
			case ticked:
				given[q.Field()] = []string{"yes"}
			}
		default:
			given[q.Field()] = []string{readLine(q, cell)}
		}
	}
	return given, unread
}

// folded is a text to compare: full-width or not, in capitals or not, without spaces.
func folded(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), ""))
}

// betweenChoices stands between several choices in one cell of other lists than downloads of ours, which have
// inDownloads.
var betweenChoices = regexp.MustCompile(`[、,;\n；，]`)

const inDownloads = " / "

// withWords is an option with what was written beside it, as downloads of ours have it.
var withWords = regexp.MustCompile(`^(.*?)\s*[（(:：]\s*(.+?)\s*[）)]?$`)

// readChoices reads the choices of a cell. The whole cell may be one option that has a comma in it. What is no option
// goes beside the option "other", where there is one.
func readChoices(q *question.Question, cell string, given map[string][]string) bool {
	parts := []string{cell}
	if _, isOption := optionOf(q, cell); !isOption && q.Show().Control == question.Checkboxes {
		if parts = strings.Split(cell, inDownloads); len(parts) == 1 {
			parts = betweenChoices.Split(cell, -1)
		}
	}
	words, hasOther := q.Words()
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		slug, ok := optionOf(q, part)
		if !ok && !hasOther {
			return false
		}
		if !ok {
			slug = words.Beside
			if beside := withWords.FindStringSubmatch(part); beside != nil {
				if named, ok := optionOf(q, beside[1]); ok && named == slug {
					part = beside[2]
				}
			}
			given[words.Field()] = append(given[words.Field()], part)
		}
		given[q.Field()] = append(given[q.Field()], slug)
	}
	if all := given[words.Field()]; hasOther && len(all) > 1 { // they are words beside one option
		given[words.Field()] = []string{strings.Join(all, "、")}
	}
	return true
}

// optionOf finds an option by its words in one of the languages, or by its name in the data.
func optionOf(q *question.Question, cell string) (slug string, ok bool) {
	key := folded(cell)
	i := slices.IndexFunc(q.Options, func(o models.Option) bool {
		return key == folded(o.TextJa) || (o.TextEn != "" && key == folded(o.TextEn)) || key == o.Slug
	})
	if i < 0 {
		return "", false
	}
	return q.Options[i].Slug, true
}

// Words for a ticked box and for one that is not.
var (
	tickedWords = []string{
		"yes", "y", "true", "1", "はい", "○", "◯", "〇", "✓", "✔", "同意", "同意する", "同意します", "有", "agree", "agreed",
	}
	untickedWords = []string{"no", "n", "false", "0", "いいえ", "×", "✕", "-", "－", "同意しない", "同意しません", "無", "なし"}
)

func readTick(q *question.Question, cell string) (ticked, ok bool) {
	key := folded(cell)
	if slices.Contains(tickedWords, key) || key == folded(q.TitleJa) {
		return true, true
	}
	return false, slices.Contains(untickedWords, key)
}

var weekday = regexp.MustCompile(`\s*[（(][日月火水木金土]曜?日?[）)]$`)

// readLine reads what downloads of ours write otherwise than people: a number with its unit, a day with its weekday.
func readLine(q *question.Question, cell string) string {
	switch q.Kind {
	case models.QuestionNumber:
		for _, unit := range []string{q.Settings.UnitJa, q.Settings.UnitEn} {
			if number, ok := strings.CutSuffix(cell, unit); ok && unit != "" {
				return strings.TrimSpace(number)
			}
		}
	case models.QuestionDate:
		if day, err := time.Parse("Mon, 2 Jan 2006", cell); err == nil {
			return day.Format(time.DateOnly)
		}
		return weekday.ReplaceAllString(cell, "")
	}
	return cell
}

// Titled finds a question by what a column is called: its words in one of the languages, or its name in the data.
func (f *Form) Titled(title string) (slug string, ok bool) {
	key := folded(title)
	for i := range f.Questions {
		q := &f.Questions[i]
		if !q.Show().InForm() || key == "" {
			continue
		}
		if key == folded(q.TitleJa) || key == folded(q.TitleEn) || key == q.Slug {
			return q.Slug, true
		}
	}
	return "", false
}

// Titles are what the columns of a list with all answers are called.
func (f *Form) Titles(texts *i18n.Localizer) (list []string) {
	for i := range f.Questions {
		if q := &f.Questions[i]; q.Show().InForm() {
			list = append(list, texts.Pick(q.TitleJa, q.TitleEn))
		}
	}
	return list
}

// OfList is the form as a list answers it: no question must be answered, and one whose condition is about a question
// that the list does not have is asked.
func (f *Form) OfList(has func(slug string) bool) *Form {
	list := f.Lenient()
	for i := range list.Questions {
		q := &list.Questions[i]
		if condition := q.Settings.ShowIf; condition != nil && !has(condition.Question) {
			q.Settings.ShowIf = nil
		}
	}
	return list
}
