package question

import "meguri/models"

// matrix has a row for each option, with one scale for all of them. Its rows are questions of their own: see Parts.
type matrix struct{ scale }

func (m matrix) show() Show {
	return Show{
		Control: Table, Scale: m.numbers(), Lines: TableLines,
		Parts: []Part{OptionsPart, EndsPart, ShuffledPart, RequiredPart},
	}
}

func (matrix) options(typed []models.Option) ([]models.Option, string) {
	return checkOptions(withoutRoles(typed), 1)
}

// check refuses what was given to the whole: it has no field.
func (matrix) check(_ Question, given []string) ([]string, string) {
	if len(given) > 0 {
		return nil, "field.choice"
	}
	return nil, ""
}

func (matrix) columns(q Question, _ Column, texts Texts) (list []Column) {
	for _, row := range q.rowsOfTable() {
		list = append(list, row.Columns(texts)...)
	}
	return list
}

func (matrix) value(values []string) any { return values }

func (matrix) tally(Question, func(string) int) Tally { return Tally{} }
