package main

import (
	"fmt"

	"meguri/models"
)

const (
	surveyEvent = "summit-2025"
	surveyPath  = "/staff/events/" + surveyEvent + "/surveys"
)

// surveys measures the staff's pages of a released survey with few and with many responses, on both engines, and the
// download on PostgreSQL, beside COPY.
func (b *bench) surveys() error {
	for _, engine := range []struct{ database, name string }{{"bench_surveys", ""}, {"", ", SQLite"}} {
		if err := b.surveysOn(engine.database, engine.name); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) surveysOn(database, suffix string) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	browser, err := b.signIn(p)
	if err != nil {
		return err
	}
	survey, err := b.text(p.database, `SELECT surveys.id FROM surveys JOIN events ON events.id = surveys.event_id
		WHERE events.slug = '`+surveyEvent+`'`)
	if err != nil {
		return err
	}
	stored := 0
	for _, n := range []int{fewRegistrations, manyRegistrations} {
		if err := b.addResponses(p, survey, stored, n); err != nil {
			return err
		}
		stored = n
		for _, page := range []struct {
			name, path string
			most       float64
		}{{"surveys", surveyPath, 100}, {"survey results", surveyPath + "/" + survey + "/results", 500}} {
			took, err := b.milliseconds(browser, p.base+page.path, false)
			if err != nil {
				return err
			}
			b.addMaximum(fmt.Sprintf("%s at %d%s", page.name, n, suffix), took, page.most, "ms")
		}
	}
	if database == "" {
		return nil
	}
	return b.surveyFiles(p, survey)
}

// surveyFiles downloads the responses as CSV beside a COPY, and in other formats beside the CSV.
func (b *bench) surveyFiles(p *program, survey string) error {
	token, err := p.run(b.ctx, "token", "create", "--role", "analyst", "--event", surveyEvent)
	if err != nil {
		return err
	}
	rows := "SELECT * FROM responses WHERE survey_id = '" + survey + "'"
	path := "/api/v1/surveys/" + survey + "/responses"
	csv := func() (float64, error) { return b.download(p, path+".csv", token, manyRegistrations) }
	copied, took, err := b.alternate(
		func() (float64, error) { return b.copyOut(p, rows, manyRegistrations) },
		csv,
	)
	if err != nil {
		return err
	}
	b.addDuration("CSV of 100,000 responses", took, "COPY of the rows", copied, 1.5)
	// These files say how many responses there are before them.
	counted := `UPDATE surveys SET release = jsonb_set(release::jsonb, '{responses}',
		(SELECT to_jsonb(COUNT(*)) FROM responses WHERE survey_id = surveys.id))::text WHERE id = '%s'`
	if err := b.execute(p.database, fmt.Sprintf(counted, survey)); err != nil {
		return err
	}
	both := func() (float64, error) { // a workbook has the texts, too
		rows, err := csv()
		if err != nil {
			return 0, err
		}
		texts, err := b.download(p, "/api/v1/surveys/"+survey+"/texts.csv", token, manyRegistrations)
		return rows + texts, err
	}
	for _, file := range []struct {
		ending, limit string
		most          float64
		plain         func() (float64, error)
	}{
		{".sav", "the CSV", 4, csv},
		{".parquet", "the CSV", 4, csv},
		{".xlsx?values=codes", "CSV of the same", 6, both},
	} {
		plain, took, err := b.alternate(
			file.plain, func() (float64, error) { return b.download(p, path+file.ending, token, 0) },
		)
		if err != nil {
			return err
		}
		b.addDuration("responses"+file.ending, took, file.limit, plain, file.most)
	}
	return nil
}

// addResponses adds people who were invited, and copies of the demo's responses and texts, until there are n of each.
func (b *bench) addResponses(p *program, survey string, stored, n int) error {
	ids := make([]string, n-stored)
	for i := range ids {
		ids[i] = models.NewID()
	}
	if err := b.insertAttendees(p, stored, ids); err != nil {
		return err
	}
	// Materialized, so that SQLite numbers the demo's rows once and not for each new one.
	const numbers = `WITH RECURSIVE n (n) AS (SELECT %[2]d UNION ALL SELECT n + 1 FROM n WHERE n + 1 < %[3]d),
		old AS MATERIALIZED (`
	for _, statement := range []string{
		`INSERT INTO invitations (survey_id, registration_id) SELECT '%[1]s', id FROM registrations WHERE code LIKE 'g%%'
			AND NOT EXISTS (SELECT 1 FROM invitations WHERE survey_id = '%[1]s' AND registration_id = registrations.id)`,
		numbers + `SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS number FROM responses
				WHERE survey_id = '%[1]s' AND id NOT LIKE '%%bench%%')
			INSERT INTO responses (survey_id, id, mode, locale, answers)
			SELECT survey_id, substr(id, 1, 3) || '-bench-' || n || substr(id, 4), mode, locale, answers
			FROM n JOIN old ON number = n %% 100 + 1 ORDER BY 2`,
		numbers + `SELECT *, ROW_NUMBER() OVER (ORDER BY slug, id) AS number FROM survey_texts
				WHERE survey_id = '%[1]s' AND id NOT LIKE '%%bench%%')
			INSERT INTO survey_texts (survey_id, slug, id, value)
			SELECT survey_id, slug, substr(id, 1, 3) || '-bench-' || n || substr(id, 4), value
			FROM n JOIN old ON number = n %% 50 + 1 ORDER BY 3`,
	} {
		if err := b.execute(p.database, fmt.Sprintf(statement, survey, stored, n)); err != nil {
			return err
		}
	}
	return b.analyze(p.database)
}
