package survey_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"meguri/app/service/table"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// surveyWithFacts opens a survey whose responses may have facts.
func (f *fixture) surveyWithFacts(facts ...models.SurveyFact) *models.Survey {
	f.t.Helper()
	s := f.draft()
	f.inTx(func(tx *models.Tx) error {
		fresh, err := tx.Surveys().ByID(f.event, s.ID)
		if err != nil {
			return err
		}
		fresh.Facts = facts
		return tx.Surveys().Update(fresh)
	})
	f.ok(f.service.Asking.Open(f.t.Context(), f.event, s.ID))
	return f.read(s.ID)
}

// answerWithFacts answers as somebody of a sector, who agrees or does not.
func (f *fixture) answerWithFacts(s *models.Survey, sector models.Sector, agrees bool, pairs ...string) {
	f.t.Helper()
	f.sector = sector
	r := f.register(models.ModeOnline)
	values := given(pairs...)
	if agrees {
		values[survey.FactsField] = []string{"yes"}
	}
	eligibility, err := f.service.Answering.Answer(f.t.Context(), f.event, r, s.ID, values, "ja")
	if err != nil || eligibility != survey.MayAnswer {
		f.t.Fatal(eligibility, err)
	}
}

// What is stored of an open anonymous survey says neither a person's facts nor whether they agreed; what a release
// leaves of them has five people in each value.
func TestFactsAreSealedUntilClosing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.surveyWithFacts(models.SurveyFacts...)
		sectors := []models.Sector{models.SectorCivil, models.SectorIndustry}
		scores := []string{"1", "2", "3", "4", "5"}
		for i := range 60 {
			f.answerWithFacts(s, sectors[i%2], i%3 != 0, "overall", scores[i%5])
		}
		for i := range 6 {
			f.answerWithFacts(s, models.SectorGovernment, true, "overall", scores[i%5])
		}
		f.answerWithFacts(s, models.SectorHealth, true, "overall", "5") // alone: government goes with them
		sealed, err := f.db.Query(t.Context()).Responses().Sealed(s)
		f.ok(err)
		expectEqual(t, "sealed", len(sealed), 67)
		seen, length := map[string]bool{}, 0
		for _, box := range sealed {
			if length == 0 {
				length = len(box)
			}
			if len(box) != length || seen[box] {
				t.Fatal("what is sealed differs in length, or is alike twice")
			}
			seen[box] = true
		}
		for _, r := range f.responses(s) {
			for slug := range r.Answers {
				if strings.HasPrefix(slug, "fact_") {
					t.Fatal("a fact is stored open:", slug)
				}
			}
		}
		f.ok(f.service.Asking.Close(t.Context(), f.event, s.ID))
		s = f.read(s.ID)
		sealed, err = f.db.Query(t.Context()).Responses().Sealed(s)
		f.ok(err)
		expectEqual(t, "sealed after closing", len(sealed), 0)
		counts := map[string]int{}
		for _, r := range f.responses(s) {
			counts[strings.Join(r.Answers["fact_sector"], ",")]++
		}
		for value, n := range counts {
			if n < survey.SmallGroup || value == "health" {
				t.Errorf("%q is told of %d", value, n)
			}
		}
		if counts["civil"] == 0 || counts["industry"] == 0 {
			t.Error("the large groups are gone:", counts, s.Release.Columns)
		}
		view := f.look(s, survey.View{By: "fact_sector", Is: "civil"})
		if view.Refused != "" {
			t.Error("the split is refused:", view.Refused)
		}
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		f.ok(err)
		found := false
		for _, c := range export.Columns {
			found = found || c.Name == "fact_sector" && c.TitleJa == "所属の分野"
		}
		expectEqual(t, "the column of files", found, true)
		base, err := export.Base()
		f.ok(err)
		groups := map[any]bool{}
		for row, err := range base.Rows {
			f.ok(err)
			groups[row[1]] = row[8] != nil
			asked, answered := row[4].(int), row[6].(int)
			if asked < survey.SmallGroup {
				t.Error("a group of few people:", row)
			}
			if told, ok := row[7].(int); ok && row[0] == "sector" {
				if few := answered - told; few > 0 && few < survey.SmallGroup {
					t.Error("few people did not agree:", row)
				}
			}
		}
		var book bytes.Buffer
		f.ok(table.XLSX(&book, export.ForPeople(f.texts(t, "ja"))...))
		file, err := excelize.OpenReader(&book)
		f.ok(err)
		sheet := sheetOf(t, file, "対象者の人数")
		expectEqual(t, "rows of the sheet", len(sheet), 1+len(groups))
		expectEqual(t, "a group in the sheet", sheet[1][0], "所属の分野")
		for _, group := range []any{"civil", "industry", "others"} {
			if !groups[group] {
				t.Errorf("%s has no weight", group)
			}
		}
	})
}

func (f *fixture) ok(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// The base ends with weights by mode and sector at once, of the combinations that released rows have.
func TestTheBaseHasWeightsBySeveralFacts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.survey(&survey.SettingsInput{Facts: []models.SurveyFact{models.FactSector}})
		f.sector = models.SectorIndustry
		for range 10 { // asked, and will not answer
			f.register(models.ModeVenue)
		}
		f.ok(f.service.Asking.Open(t.Context(), f.event, s.ID))
		s = f.read(s.ID)
		for _, mode := range []models.Mode{models.ModeVenue, models.ModeOnline} {
			for _, sector := range []models.Sector{models.SectorCivil, models.SectorIndustry} {
				f.sector = sector
				for i := range 10 {
					values := given(varied(i)...)
					values[survey.FactsField] = []string{"yes"}
					_, err := f.service.Answering.Answer(t.Context(), f.event, f.register(mode), s.ID, values, "ja")
					f.ok(err)
				}
			}
		}
		f.close(s)
		export, err := f.service.Exporting.Export(t.Context(), f.event, s.ID)
		f.ok(err)
		base, err := export.Base()
		f.ok(err)
		weights, words := map[any]float64{}, map[any]string{}
		for row, err := range base.Rows {
			f.ok(err)
			if row[0] == "raked" {
				weights[row[1]], _ = row[8].(float64)
				words[row[1]] = fmt.Sprintf("%s | %s", row[2], row[3])
				expectEqual(t, "responses", row[7], any(10))
			}
		}
		expectEqual(t, "combinations", len(weights), 4)
		expectEqual(t, "in words", words["venue × industry"], "会場 × 産（企業） | Venue × Business")
		if !(weights["venue × industry"] > 1 && weights["online × civil"] < 1 && weights["online × civil"] > 0) {
			t.Error(weights)
		}
	})
}
